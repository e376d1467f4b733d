@NullMarked
package io.waymark.loadtests;

import org.jspecify.annotations.NullMarked;
