namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // Which rows an epoch sees.
    public sealed partial class Options
    {
        /// <summary>How the rows of an epoch are chosen: each once, or drawn with replacement so that classes or the values of a column are as likely as each other. An epoch has as many rows either
        /// way, and validation rows are never drawn.</summary>
        public RowSampling Sampling { get; set; }

        /// <summary>The column (such as 'Source') whose values are as likely as each other with <see cref="RowSampling.ByColumn"/>.</summary>
        public string? SamplingBalanceColumnName { get; set; }

        private IEnumerable<string> SamplingProblems()
        {
            foreach (var problem in Undefined(Sampling)) yield return problem;
            if (Sampling == RowSampling.ByColumn && string.IsNullOrWhiteSpace(SamplingBalanceColumnName))
                yield return $"SamplingBalanceColumnName must name the column that Sampling ByColumn balances. Received: {(SamplingBalanceColumnName is null ? "null" : $"'{SamplingBalanceColumnName}'")}.";
            if (Sampling != RowSampling.ByColumn && SamplingBalanceColumnName is not null)
                yield return $"SamplingBalanceColumnName belongs to Sampling ByColumn. Received: '{SamplingBalanceColumnName}' with Sampling {Sampling}. Set Sampling, or leave the name null.";
        }
    }
}
