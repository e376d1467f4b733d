@NullMarked
package io.waymark.model.filter;

import org.jspecify.annotations.NullMarked;
