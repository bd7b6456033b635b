package dev.catchment.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.undelivered.RetryTier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SubjectsTest {
    /** Labels that try to look like a neighbour's. */
    @Provide
    Arbitrary<HubId> hubs() {
        Arbitrary<String> labels = Arbitraries.oneOf(
                Arbitraries.of("a", "a-a", "a--a", "log", "log-0", "plan-ingest", "dead", "0", "a-log-0"),
                Arbitraries.strings()
                        .withChars("ab0-")
                        .ofMinLength(1)
                        .ofMaxLength(5)
                        .filter(HubIdTest::isLabel));
        return Combinators.combine(labels, labels).as(HubId::new);
    }

    @Property(tries = 2000)
    void noTwoHubsShareAName(@ForAll("hubs") HubId one, @ForAll("hubs") HubId other) {
        // Given
        Set<String> shared = new HashSet<>(names(new Subjects(one)));

        // When
        shared.retainAll(names(new Subjects(other)));

        // Then
        if (one.equals(other)) {
            assertThat(shared).hasSameSizeAs(names(new Subjects(one)));
        } else {
            assertThat(shared).isEmpty();
        }
    }

    @Property(tries = 200)
    void noTwoNamesOfAHubAreTheSameAndTheBrokerTakesThem(@ForAll("hubs") HubId hub) {
        List<String> names = names(new Subjects(hub));
        assertThat(names).doesNotHaveDuplicates();
        assertThat(names).allMatch(name -> name.matches("[-a-z0-9_]+(\\.[-a-z0-9_]+)*(\\.>)?"));
    }

    @Test
    void theLongestNamesAreTakenByTheBroker() {
        Subjects subjects = new Subjects(new HubId("n".repeat(63), "w".repeat(63)));
        assertThat(names(subjects)).allMatch(name -> name.length() <= 200);
    }

    @Property
    void subjectsOfTwoDestinationsDiffer(@ForAll("resourceNames") String one, @ForAll("resourceNames") String other) {
        Subjects subjects = new Subjects(new HubId("shop", "acme"));
        assertThat(subjects.deadLetterSubject(one).equals(subjects.deadLetterSubject(other)))
                .isEqualTo(one.equals(other));
        assertThat(subjects.deadLetterSubject(one)).matches("catchment\\.shop\\.acme\\.dead\\.[^.]+");
    }

    @Provide
    Arbitrary<String> resourceNames() {
        return Arbitraries.strings()
                .withChars("ab.-")
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(name -> Arrays.stream(name.split("\\.", -1)).allMatch(HubIdTest::isLabel));
    }

    @Property
    void archiveKeysSortAsPositionsDo(@ForAll("positions") Position one, @ForAll("positions") Position other) {
        assertThat(Integer.signum(Subjects.archiveIndexKey(3, one).compareTo(Subjects.archiveIndexKey(3, other))))
                .isEqualTo(Integer.signum(one.compareTo(other)));
    }

    @Provide
    Arbitrary<Position> positions() {
        return new PositionTest().positions();
    }

    @Test
    void archiveKeysAreTheSameInEveryLocale() {
        // Given
        Locale before = Locale.getDefault();
        Set<String> keys = new TreeSet<>();

        // When
        try {
            for (Locale locale : List.of(Locale.ROOT, Locale.forLanguageTag("ar-EG-u-nu-arab"), Locale.GERMANY)) {
                Locale.setDefault(locale);
                keys.add(Subjects.archiveIndexKey(12, new Position(1, 5)));
            }
        } finally {
            Locale.setDefault(before);
        }

        // Then
        assertThat(keys).containsExactly("12.0000000000000065541");
    }

    @Test
    void theShardOfDeliverysCountsIsReadFromTheirKey() {
        assertThat(Subjects.deliveryCountsShard(Subjects.deliveryCountsKey(3, 12)))
                .hasValue(12);
        for (String other : List.of("folded.12", "ingest.3.a", "delivery.", "delivery.1.x", "delivery.1.99999999999")) {
            assertThat(Subjects.deliveryCountsShard(other)).isEmpty();
        }
    }

    @Test
    void thePartitionIsReadFromTheKeyOfItsLogsHealth() {
        assertThat(Subjects.logHealthPartition(Subjects.logHealthKey(12))).hasValue(12);
        for (String other : List.of("log.", "log.x", "log.1.2", "delivery.1.2", "folded.12")) {
            assertThat(Subjects.logHealthPartition(other)).isEmpty();
        }
    }

    private static List<String> names(Subjects subjects) {
        return Stream.of(
                        Stream.of(0, 1, 10)
                                .flatMap(partition -> Stream.of(
                                        subjects.logStream(partition),
                                        subjects.logSubject(partition),
                                        subjects.dedupeSubject(partition),
                                        subjects.retrySubjects(partition))),
                        Stream.of(RetryTier.values()).map(tier -> subjects.retrySubjects(1, tier)),
                        Stream.of(Plane.values()).map(subjects::planBucket),
                        Stream.of(
                                subjects.deadLetterStream(),
                                subjects.deadLetterSubjects(),
                                subjects.deadLetterSubject("crm"),
                                subjects.retryStream(),
                                subjects.retrySubjects(),
                                subjects.dedupeStream(),
                                subjects.dedupeSubjects(),
                                subjects.appliedBucket(),
                                subjects.countsBucket(),
                                subjects.stateBucket(),
                                subjects.archiveBucket(),
                                subjects.archiveIndexBucket()))
                .flatMap(names -> names)
                .toList();
    }
}
