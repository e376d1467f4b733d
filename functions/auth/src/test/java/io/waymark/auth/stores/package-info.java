@NullMarked
package io.waymark.auth.stores;

import org.jspecify.annotations.NullMarked;
