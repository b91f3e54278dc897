namespace MlNetTL.Experiments.Pipelines;

/// <summary>What kinds of prediction have in common.</summary>
internal static class TaskKinds
{
    extension(TaskKind kind)
    {
        /// <summary>Whether each image has one class, be it a grade.</summary>
        public bool HasClasses => kind is TaskKind.Multiclass or TaskKind.Ordinal;

        /// <summary>Whether each image has labels that are yes or no.</summary>
        public bool HasLabels => kind is TaskKind.Binary or TaskKind.MultiLabel;
    }
}
