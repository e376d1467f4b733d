/// Model versions in memory, and the registry over HTTP.
@NullMarked
package io.waymark.recommend.models;

import org.jspecify.annotations.NullMarked;
