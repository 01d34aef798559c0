package dev.rollcall.sync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = SyncWorkerApplication.class, importOptions = DoNotIncludeTests.class)
class ModuleBoundariesTest {

    private static final String[] FAN_OUT = {
        "dev.rollcall.sync.drift..",
        "dev.rollcall.sync.fanout..",
        "dev.rollcall.sync.gap..",
        "dev.rollcall.sync.delivery..",
        "dev.rollcall.sync.app.."
    };

    @ArchTest
    static final ArchRule directoryKnowsNothingOfFanOut = noClasses()
            .that()
            .resideInAPackage("dev.rollcall.sync.directory..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FAN_OUT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule fanOutKnowsNothingOfDirectory = noClasses()
            .that()
            .resideInAnyPackage(FAN_OUT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rollcall.sync.directory..");

    @ArchTest
    static final ArchRule speakingWithAnAppKnowsNothingOfKafka = noClasses()
            .that()
            .resideInAPackage("dev.rollcall.sync.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.rollcall.sync.(*)..").should().beFreeOfCycles();
}
