package dev.catchment.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The contract is what every other module depends on, so it depends on none of them. */
@AnalyzeClasses(packages = "dev.catchment.contract", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_THE_JDK_JACKSON_AND_JSPECIFY = classes()
            .that()
            .resideInAPackage("dev.catchment.contract..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.catchment.contract..",
                    "java..",
                    "javax.crypto..",
                    "com.fasterxml.jackson..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule FRAMES_PLAN_AND_COUNTS_KNOW_NOTHING_OF_EACH_OTHER = SlicesRuleDefinition.slices()
            .matching("dev.catchment.contract.(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule SUBJECTS_IS_WHERE_BROKER_NAMES_ARE_SPELT = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.catchment.contract.count..", "dev.catchment.contract.frame..", "dev.catchment.contract.plan..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Subjects.class);
}
