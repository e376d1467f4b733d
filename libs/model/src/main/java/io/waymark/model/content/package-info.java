/// What attributes say of items that nobody has had to do with yet (ADR 0017).
@NullMarked
package io.waymark.model.content;

import org.jspecify.annotations.NullMarked;
