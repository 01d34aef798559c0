package dev.rollcall.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rollcall.schemas", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

    @ArchTest
    static final ArchRule theDeciderDependsOnNoFrameworkAndDoesNoInput = classes()
            .that()
            .resideInAPackage("..decide..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "dev.rollcall.event",
                    "dev.rollcall.schemas.decide",
                    "dev.rollcall.schemas.scim",
                    "dev.rollcall.schemas.topic",
                    "org.apache.avro..",
                    "tools.jackson.databind..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule onlyWhatIsKeptInMongoDbKnowsIt = noClasses()
            .that()
            .resideOutsideOfPackages("..directory..", "..delivery..", "..drift..", "..rebuild..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..", "org.bson..");

    @ArchTest
    static final ArchRule onlyTopicsAndSubscribersKnowKafka = noClasses()
            .that()
            .resideOutsideOfPackages("..topic..", "..subscribe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule nothingHereKnowsSpring =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.springframework..");
}
