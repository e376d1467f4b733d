/// Inputs that nobody would send on purpose, for whatever reads bytes of strangers
/// (docs/reference/fuzzing.md).
@NullMarked
package io.waymark.testing.fuzz;

import org.jspecify.annotations.NullMarked;
