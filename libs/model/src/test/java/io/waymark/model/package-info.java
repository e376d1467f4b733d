@NullMarked
package io.waymark.model;

import org.jspecify.annotations.NullMarked;
