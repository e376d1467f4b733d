package io.waymark.edge.idempotency;

import io.micronaut.aop.Around;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A route that takes an `Idempotency-Key`: sent again within 24 hours by the same caller with the
/// same body it answers as the first time, and makes nothing more. The route has a `Principal`
/// among its parameters, and its answer can be read back from its JSON.
///
/// Only successes are kept: what was refused made nothing, and is asked anew.
@Around
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Idempotent {}
