@NullMarked
package io.waymark.model.registry;

import org.jspecify.annotations.NullMarked;
