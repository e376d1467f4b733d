/// Learning from interactions: matrices, algorithms, the search for settings, honest measuring, and
/// the packages that come out. Runs alike in the function, the command line and tests.
@NullMarked
package io.waymark.training;

import org.jspecify.annotations.NullMarked;
