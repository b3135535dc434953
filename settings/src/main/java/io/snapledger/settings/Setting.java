package io.snapledger.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What counts where a setting is not given, and what it may be. Its meaning stands in the Javadoc of its record. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {

    /** What counts if it is not given, written as a value; empty: nothing does. */
    String byDefault() default "";

    /** What it means that it is not given, in words for the reference page, where no default says so. */
    String unset() default "";

    /** The least value, included; empty: there is none. */
    String least() default "";

    /** The greatest value, included; empty: there is none. */
    String most() default "";
}
