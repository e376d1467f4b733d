/// Scores what training wrote without the graph's runtime: the same constants, from the same file,
/// by loops that the compiler turns into vector instructions; for batches, and for one user of many
/// items, by the runtime's product of bytes (ADR 0028, ADR 0031). The graph stays the reference;
/// the lists are the same.
@NullMarked
package io.waymark.model.scan;

import org.jspecify.annotations.NullMarked;
