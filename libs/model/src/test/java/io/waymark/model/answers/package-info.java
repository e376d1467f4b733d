@NullMarked
package io.waymark.model.answers;

import org.jspecify.annotations.NullMarked;
