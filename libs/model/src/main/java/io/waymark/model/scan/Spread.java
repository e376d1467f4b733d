package io.waymark.model.scan;

/// How scores lie over all items.
record Spread(double mean, double deviation) {}
