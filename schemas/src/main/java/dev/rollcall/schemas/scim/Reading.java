package dev.rollcall.schemas.scim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One reading of what a client sent, by its dialect; remembers what was tolerated. Not for several threads at once. */
public final class Reading {

    private final Dialect dialect;
    private final List<String> warnings = new ArrayList<>();
    private final Set<Tolerance> tolerated = EnumSet.noneOf(Tolerance.class);

    Reading(Dialect dialect) {
        this.dialect = dialect;
    }

    /** As PingOne's requests are read, which is the default. */
    public static Reading lenient() {
        return new Dialect(Profile.PINGONE, ExtensionSchemas.NONE).reading();
    }

    /** What was tolerated, each a plain sentence with what cures it; never a value that a client sent. */
    public List<String> warnings() {
        return warnings;
    }

    /** What the warnings are about, each once. */
    public Set<Tolerance> tolerated() {
        return Collections.unmodifiableSet(tolerated);
    }

    Profile profile() {
        return dialect.profile();
    }

    ExtensionSchemas extensions() {
        return dialect.extensions();
    }

    boolean tolerates(Tolerance tolerance) {
        return profile().tolerates(tolerance);
    }

    /**
     * Lets a departure pass with a warning, or refuses it.
     *
     * @param what happened and where, a sentence
     * @throws ScimException 400 with the tolerance's scimType where the profile doesn't tolerate it
     */
    void tolerate(Tolerance tolerance, String what) {
        if (!tolerates(tolerance)) {
            throw new ScimException(400, tolerance.scimType(), what + " " + tolerance.cure());
        }
        tolerated.add(tolerance);
        warnings.add(what + " " + profile().cure(tolerance));
    }
}
