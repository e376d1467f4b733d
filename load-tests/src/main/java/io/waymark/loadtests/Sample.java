package io.waymark.loadtests;

/// One request of a scenario.
///
/// @param request what it asked for, as a person calls it
/// @param begin when it was due, by `System.nanoTime`
/// @param end when its whole answer was there
record Sample(String request, long begin, long end, boolean ok) {}
