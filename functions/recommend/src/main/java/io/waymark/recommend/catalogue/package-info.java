/// What tenants offer, kept in memory and asked for changes every two seconds at most.
@NullMarked
package io.waymark.recommend.catalogue;

import org.jspecify.annotations.NullMarked;
