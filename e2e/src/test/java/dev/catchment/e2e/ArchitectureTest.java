package dev.catchment.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Which module may know which:
 *
 * <pre>
 * contract ◀── broker ◀── ingest ◀─────────────────────────────── cli (start classes only)
 *     ▲          ▲ └───── delivery ──▶ condition, filter,   ◀──── cli (start classes only)
 *     │          │                     mapping, pipeline
 *     │          └─────── operator ──▶ compile ─▶ api        ◀──── cli
 *     └── all of them
 * </pre>
 *
 * A rule about a package without classes fails, so a renamed package is noticed.
 */
@AnalyzeClasses(packages = "dev.catchment", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CONTRACT = "dev.catchment.contract..";
    private static final String BROKER = "dev.catchment.broker..";
    private static final String API = "dev.catchment.api..";
    private static final String COMPILE = "dev.catchment.compile..";
    private static final String CATALOG = "dev.catchment.catalog..";
    private static final String INGEST = "dev.catchment.ingest..";
    private static final String DELIVERY = "dev.catchment.delivery..";
    private static final String OPERATOR = "dev.catchment.operator..";
    private static final String CLI = "dev.catchment.cli..";
    /** The parts of crds/plan that delivery runs: what a document of the plan means for one event. */
    private static final String[] EVALUATION = {
        "dev.catchment.condition..", "dev.catchment.filter..", "dev.catchment.mapping..", "dev.catchment.pipeline.."
    };

    private static final String[] KUBERNETES = {"io.fabric8..", "io.javaoperatorsdk.."};

    /** What starts a plane in another process than its own: the plane, and what it is told. */
    private static final Pattern START_CLASS =
            Pattern.compile("dev\\.catchment\\.(ingest\\.Ingest|delivery\\.Delivery)(Plane|Config)(\\$.*)?");

    @ArchTest
    static final ArchRule CONTRACT_KNOWS_NO_OTHER_MODULE = onlyKnows(CONTRACT);

    @ArchTest
    static final ArchRule API_KNOWS_NO_OTHER_MODULE = onlyKnows(API);

    @ArchTest
    static final ArchRule BROKER_KNOWS_THE_CONTRACT = onlyKnows(BROKER, CONTRACT);

    @ArchTest
    static final ArchRule INGEST_KNOWS_CONTRACT_AND_BROKER = onlyKnows(INGEST, CONTRACT, BROKER);

    @ArchTest
    static final ArchRule DELIVERY_KNOWS_CONTRACT_BROKER_AND_EVALUATION =
            onlyKnows(DELIVERY, with(EVALUATION, CONTRACT, BROKER));

    @ArchTest
    static final ArchRule EVALUATION_KNOWS_THE_CONTRACT = classes()
            .that()
            .resideInAnyPackage(EVALUATION)
            .should()
            .onlyDependOnClassesThat(outsideCatchmentOr(with(EVALUATION, CONTRACT)));

    @ArchTest
    static final ArchRule PLANES_KNOW_NO_KUBERNETES = noClasses()
            .that()
            .resideInAnyPackage(with(EVALUATION, CONTRACT, BROKER, INGEST, DELIVERY))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KUBERNETES);

    @ArchTest
    static final ArchRule COMPILE_KNOWS_API_CONTRACT_AND_EVALUATION =
            onlyKnows(COMPILE, with(EVALUATION, API, CONTRACT));

    @ArchTest
    static final ArchRule OPERATOR_KNOWS_NO_PLANE =
            onlyKnows(OPERATOR, with(EVALUATION, API, CONTRACT, BROKER, COMPILE, CATALOG));

    @ArchTest
    static final ArchRule CLI_ONLY_STARTS_THE_PLANES = noClasses()
            .that()
            .resideInAPackage(CLI)
            .should()
            .dependOnClassesThat(resideInAnyPackage(INGEST, DELIVERY).and(not(startClass())));

    @ArchTest
    static final ArchRule NOBODY_KNOWS_OPERATOR_OR_CLI = noClasses()
            .that(resideInAnyPackage("dev.catchment..").and(resideOutsideOfPackages(OPERATOR, CLI)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(OPERATOR, CLI);

    private static ArchRule onlyKnows(String module, String... others) {
        return classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat(outsideCatchmentOr(with(others, module)));
    }

    private static DescribedPredicate<JavaClass> outsideCatchmentOr(String... packages) {
        return resideOutsideOfPackages("dev.catchment..").or(resideInAnyPackage(packages));
    }

    private static DescribedPredicate<JavaClass> startClass() {
        return describe(
                "start classes", type -> START_CLASS.matcher(type.getName()).matches());
    }

    private static String[] with(String[] packages, String... more) {
        String[] all = Arrays.copyOf(packages, packages.length + more.length);
        System.arraycopy(more, 0, all, packages.length, more.length);
        return all;
    }
}
