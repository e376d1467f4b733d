@NullMarked
package io.waymark.recommend.models;

import org.jspecify.annotations.NullMarked;
