package io.waymark.recommend.outcomes;

/// A figure, and the bounds between which it lies in 95 of 100 samples like this one.
public record Interval(double value, double low, double high) {}
