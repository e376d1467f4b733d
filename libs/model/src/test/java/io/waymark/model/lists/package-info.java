@NullMarked
package io.waymark.model.lists;

import org.jspecify.annotations.NullMarked;
