package dev.rollcall.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows between packages go one way. */
@AnalyzeClasses(packages = "dev.rollcall.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.rollcall.ingest.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule requestsKnowNothingOfHttp = noClasses()
            .that()
            .resideInAPackage("..ingest.request..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..ingest.scim..", "..ingest.app..", "..ingest.connection..", "org.springframework.web..");

    @ArchTest
    static final ArchRule onlyTheTopicPackageTouchesKafkasProducersAndContainers = noClasses()
            .that()
            .resideOutsideOfPackages("..ingest.topic..", "..ingest.ops..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.clients.admin..", "org.springframework.kafka.listener..");

    @ArchTest
    static final ArchRule onlyTheDirectoryAndWhatWiresItReadMongoDb = noClasses()
            .that()
            .resideInAnyPackage(
                    "..ingest.request..", "..ingest.connection..", "..ingest.credential..", "..ingest.setting..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.mongodb.client..");

    @ArchTest
    static final ArchRule callsAreNotedWithoutReadingAnything = noClasses()
            .that()
            .resideInAPackage("..ingest.activity.capture..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.mongodb..",
                    "..ingest.activity",
                    "..ingest.activity.projection..",
                    "..ingest.activity.journey..");

    @ArchTest
    static final ArchRule whatIsProjectedOfDeliveriesKnowsNothingOfWhoAsksForIt = noClasses()
            .that()
            .resideInAPackage("..ingest.delivery.projection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..ingest.delivery",
                    "..ingest.delivery.person..",
                    "..ingest.session..",
                    "org.springframework.web..");

    @ArchTest
    static final ArchRule theRequestLogKnowsNothingOfWhoCallsIt = noClasses()
            .that()
            .resideInAPackage("..ingest.activity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..ingest.scim..", "..ingest.connection..", "..ingest.app..");
}
