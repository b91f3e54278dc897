using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Splits;

/// <summary>Divides a pipeline's images as its 'data.split' says.</summary>
internal sealed class PipelineSplit
{
    private const string Train = "train", Validation = "validation", Test = "test", None = "none";

    private readonly Pipeline _pipeline;
    private readonly SplitSettings _split;
    private readonly ImageTable _all;
    private readonly SplitTable? _file;
    private readonly SplitGroups _groups;
    private readonly TaskCategories _categories;
    private readonly string[] _sets;

    /// <summary>Prepares the division of some images.</summary>
    /// <param name="pipeline">A pipeline with 'data.split'.</param>
    /// <param name="all">All images of 'data.train', labelled or not.</param>
    public PipelineSplit(Pipeline pipeline, ImageTable all)
    {
        (_pipeline, _all) = (pipeline, all);
        _split = pipeline.Data.Split ?? new();
        _file = _split.File is { } file ? SplitFile.Read(file) : null;
        _groups = SplitGroups.Of(pipeline.Data, all, _file?.Unit ?? _split.By);
        _categories = new(pipeline.Task, all);
        _sets = new string[all.Rows.Count];
        Array.Fill(_sets, Train);
    }

    private long Seed => _split.Seed ?? _pipeline.Seed;

    private int? Folds => _file is null ? _split.Folds : _file.Folds;

    /// <summary>Divides them.</summary>
    /// <param name="hasTarget">Whether an image can be trained on: a sample is taken of those that can.</param>
    public SplitSets Divide(Func<LabelledImage, bool> hasTarget)
    {
        if (_file is not null) TakeFromFile(_file);
        else if (_split.Folds is { } folds) HoldOutFold(FoldsOf(folds));
        else if (_split.Test is { } share) HoldOut(share);
        if (_pipeline.Data.Validation is null && !_sets.Contains(Validation)) HoldOutValidation();
        if (_split.Sample is { } sample) Keep(sample, hasTarget);
        return new(_all, _groups, _sets, Describe());
    }

    /// <summary>The fold of each image, from 1.</summary>
    public int[] FoldsOf(int folds) => [.. Choose(Everything(), [.. Enumerable.Repeat(1.0 / folds, folds)]).Select(fold => fold + 1)];

    /// <summary>The images' names and groups.</summary>
    public SplitGroups Groups => _groups;

    private void TakeFromFile(SplitTable file)
    {
        var sets = file.SetsOf(_split.File!, [.. _groups.Names.Select((name, i) => (name, _groups.Groups[i]))]);
        if (file.Folds is { } folds)
        {
            if (_split.Fold > folds) throw new ArgumentException($"data.split.fold must lie between 1 and {folds}, as many as {_split.File} has. Received: {_split.Fold}.");
            HoldOutFold([.. sets.Select(int.Parse)]);
            return;
        }
        if (_split.Fold is not null) throw new ArgumentException($"data.split.fold must be absent: {_split.File} has sets and no folds. Received: {_split.Fold}.");
        for (var i = 0; i < _sets.Length; i++) _sets[i] = sets[i];
        foreach (var (set, named) in new[] { (Validation, _pipeline.Data.Validation), (Test, _pipeline.Data.Test) })
            if (named is not null && _sets.Contains(set)) throw new ArgumentException($"data.{set} must be absent: {_split.File} names the {set} images. Received: '{string.Join("', '", named)}'.");
    }

    private void HoldOutFold(int[] folds)
    {
        for (var i = 0; i < _sets.Length; i++) if (folds[i] == (_split.Fold ?? 1)) _sets[i] = Test;
    }

    // Test and validation images in one go, so that each gets its share of the rarest labels.
    private void HoldOut(double test)
    {
        var validation = _pipeline.Data.Validation is null ? ValidationShare : 0;
        double[] shares = validation > 0 ? [1 - validation - test, validation, test] : [1 - test, test];
        var parts = Choose(Everything(), shares);
        for (var i = 0; i < _sets.Length; i++) _sets[i] = parts[i] == 0 ? Train : parts[i] == shares.Length - 1 ? Test : Validation;
    }

    private void HoldOutValidation()
    {
        int[] places = [.. Enumerable.Range(0, _sets.Length).Where(i => _sets[i] == Train)];
        var parts = Choose(places, [1 - ValidationShare, ValidationShare]);
        for (var i = 0; i < places.Length; i++) if (parts[i] == 1) _sets[places[i]] = Validation;
    }

    private double ValidationShare => _split.Validation ?? _pipeline.Data.ValidationFraction;

    private int[] Everything() => [.. Enumerable.Range(0, _sets.Length)];

    private int[] Choose(int[] places, double[] shares) => GroupSplit.Choose(
        [.. places.Select(i => new SplitImage(_groups.Names[i], _groups.Groups[i], _split.Stratify ? _categories.StrataOf(_all.Rows[i]) : []))], shares, _split.Stratify, Seed);

    private void Keep(SampleSettings sample, Func<LabelledImage, bool> hasTarget)
    {
        int[] train = [.. Everything().Where(i => _sets[i] == Train)];
        int[] known = [.. train.Where(i => hasTarget(_all.Rows[i]))];
        var kept = Sample(sample, train, known).Select(i => known[i]).ToHashSet();
        foreach (var i in train) if (!kept.Contains(i)) _sets[i] = None;
    }

    private int[] Sample(SampleSettings sample, int[] train, int[] known)
    {
        var unit = sample.Of ?? _groups.Unit;
        var groups = unit == _groups.Unit ? _groups : SplitGroups.Of(_pipeline.Data, _all, unit);
        SplitImage[] images = [.. known.Select(i => new SplitImage(groups.Names[i], groups.Groups[i], _categories.SampledOf(_all.Rows[i])))];
        if (sample.PerCategory is { } each)
        {
            var has = ImageSample.Count(images, _categories.Sampled.Count);
            if (has.Min() < each) throw SampleShortfall.Error(_pipeline.Task, _all with { Rows = [.. train.Select(i => _all.Rows[i])] }, _categories, has, each);
            return ImageSample.PerCategory(images, has.Length, each, Seed);
        }
        if (sample.Groups is { } count) return ImageSample.FromGroups(images, sample.Images, count, Seed, SplitGroups.Word(unit, several: true));
        if (sample.Images > images.Length)
            throw new InvalidDataException($"data.split.sample.images must be at most {images.Length:N0}, which is how many labelled images are left to train on. Received: {sample.Images:N0}.");
        return ImageSample.Images(images, sample.Images!.Value, Seed);
    }

    private string Describe() => SplitWords.Of(_split, _groups.Unit, Folds, Seed, _pipeline.Data.Validation is null && _file is null ? ValidationShare : null);
}
