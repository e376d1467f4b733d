/// Exports of other products, mapped to files that `train` and an upload take. Every row that is
/// read is either written or refused with its line and reason; memory does not grow with a file,
/// but for the items of [Product#METARANK], which are merged.
@NullMarked
package io.waymark.cli.imports;

import org.jspecify.annotations.NullMarked;
