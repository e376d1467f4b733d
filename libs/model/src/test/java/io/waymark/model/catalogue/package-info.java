@NullMarked
package io.waymark.model.catalogue;

import org.jspecify.annotations.NullMarked;
