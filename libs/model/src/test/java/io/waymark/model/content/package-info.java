@NullMarked
package io.waymark.model.content;

import org.jspecify.annotations.NullMarked;
