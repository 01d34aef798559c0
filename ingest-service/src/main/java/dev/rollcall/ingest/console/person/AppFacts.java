package dev.rollcall.ingest.console.person;

import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.delivery.DeadLetterView;
import dev.rollcall.ingest.delivery.ReceiptView;
import dev.rollcall.ingest.delivery.person.AppOfPerson;
import dev.rollcall.ingest.hold.HoldView;
import dev.rollcall.schemas.delivery.AppStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that tells why somebody is in an app, or isn't.
 *
 * @param lag how many changes the app wasn't brought yet, at most; null where nobody can tell
 * @param status how the app does; null where it was never sent anything
 * @param hold of the person's connection; null where nothing is held
 * @param letter the newest dead letter about the person; null where none is open
 * @param receipt of the newest delivery about the person; null where none is kept
 * @param unmet null where the app's scope has the person, or the person is gone; else the attributes that don't fit it
 */
record AppFacts(
        AppOfPerson person,
        AppSetting app,
        @Nullable Long lag,
        @Nullable AppStatus status,
        @Nullable HoldView hold,
        @Nullable DeadLetterView letter,
        @Nullable ReceiptView receipt,
        @Nullable List<String> unmet) {}
