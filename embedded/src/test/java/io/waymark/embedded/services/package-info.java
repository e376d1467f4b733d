@NullMarked
package io.waymark.embedded.services;

import org.jspecify.annotations.NullMarked;
