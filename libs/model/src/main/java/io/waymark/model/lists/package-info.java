/// Lists that were made ahead of being asked for, and where they stand.
@NullMarked
package io.waymark.model.lists;

import org.jspecify.annotations.NullMarked;
