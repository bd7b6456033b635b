package dev.catchment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Delivery runs these packages without Kubernetes on its classpath. */
@AnalyzeClasses(
        packages = {"dev.catchment.condition", "dev.catchment.filter", "dev.catchment.mapping", "dev.catchment.pipeline"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    @ArchTest
    static final ArchRule NO_KUBERNETES = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.catchment.api..", "dev.catchment.compile..", "dev.catchment.plan..", "io.fabric8..");

    @ArchTest
    static final ArchRule ONLY_THE_LANGUAGE_KNOWS_ITS_COMPILER = noClasses()
            .that()
            .resideInAnyPackage("dev.catchment.filter", "dev.catchment.pipeline")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.cel..");
}
