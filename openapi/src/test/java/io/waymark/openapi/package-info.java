@NullMarked
package io.waymark.openapi;

import org.jspecify.annotations.NullMarked;
