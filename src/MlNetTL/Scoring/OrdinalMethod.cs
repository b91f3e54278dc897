namespace MlNetTL.Scoring;

/// <summary>How grades in order are learned.</summary>
public enum OrdinalMethod
{
    /// <summary>CORAL (Cao, Mirjalili and Raschka, 'Rank consistent ordinal regression for neural networks with application to age estimation', 2020): the K - 1 questions 'above grade k?',
    /// whose answers share one weight vector and have biases of their own (equation 4).</summary>
    Coral,

    /// <summary>A regression on the grade's number, cut into grades where the quadratic weighted kappa of the validation rows is highest, as the winners of Kaggle's competition on EyePACS (2015) did.</summary>
    CutPoints,
}
