package dev.rollcall.schemas.topic;

import dev.rollcall.event.IdentityChange;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro make our generated classes: since 1.12.2 it loads only classes that somebody trusts by name, against
 * schemas that name others.
 */
public final class TrustedRecords {

    private static final String PACKAGE = IdentityChange.class.getPackageName();

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals(PACKAGE)));
    }

    private TrustedRecords() {}

    /** Once per JVM, before the first of our records is made; calling it again does nothing. */
    public static void trust() {
        // the work is done when this class is initialized
    }
}
