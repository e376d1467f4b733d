@NullMarked
package io.waymark.embedded.gateway;

import org.jspecify.annotations.NullMarked;
