package dev.rollcall.sync.drift;

import dev.rollcall.schemas.delivery.LedgerMark;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import java.util.function.Supplier;

/** Looks at the directory and the ledger, and lets nothing count as absent that may only be lost. Blocking. */
final class Wholeness {

    private static final Part[] COMPARED = {Part.USERS, Part.GROUPS, Part.MEMBERSHIPS, Part.SEQUENCES};

    private final DirectoryCollections directory;
    private final Marks marks;
    private final LedgerMark ledger;

    Wholeness(DirectoryCollections directory) {
        this.directory = directory;
        this.marks = new Marks(directory, () -> true);
        this.ledger = new LedgerMark(directory.database());
    }

    /** Nobody can tell what an app should have; the message says why. */
    static final class NotWholeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotWholeException(String message) {
            super(message);
        }
    }

    /**
     * What is found, all of it in one generation.
     *
     * @throws NotWholeException when something was lost, or isn't built yet
     */
    <T> T look(Supplier<T> looking) {
        while (true) {
            int generation = directory.generation();
            T found = looking.get();
            boolean isWhole = marks.areWhole(COMPARED);
            if (generation != directory.generation()) {
                continue;
            }
            if (!isWhole) {
                throw new NotWholeException("The directory isn't whole: it was lost, or is being filled from the log."
                        + " Reconcile the app again when it is whole.");
            }
            if (!ledger.isWhole()) {
                throw new NotWholeException("The ledger isn't whole: it is being completed from the receipts."
                        + " Reconcile the app again when it is whole.");
            }
            return found;
        }
    }
}
