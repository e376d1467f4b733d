/// What a function does before Lambda takes a snapshot of it (SnapStart), so that its first request
/// finds classes, tables and native libraries ready, and what each copy of the snapshot must have
/// of its own. A snapshot holds no credential, no secret, no connection and no answer of a store.
@NullMarked
package io.waymark.edge.priming;

import org.jspecify.annotations.NullMarked;
