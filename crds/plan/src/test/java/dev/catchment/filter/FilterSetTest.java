package dev.catchment.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Events;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterSetTest {
    private final FilterSet filters = new FilterSet();

    @Test
    void destinationsThatTheSameFiltersCoverShareThem() {
        // Given
        filters.put(drop("test-users", "event.userId == 'u'", "a", "b", "c"));
        filters.put(drop("anonymous", "!has(event.userId)", "a", "b"));

        // When
        Filters a = filters.covering("a");

        // Then
        assertThat(filters.covering("b")).isSameAs(a);
        assertThat(filters.covering("c")).isNotEqualTo(a);
        assertThat(filters.covering("d").isEmpty()).isTrue();
    }

    @Test
    void anotherFormOfAFilterIsAnotherDecision() {
        // Given
        filters.put(drop("test-users", "event.userId == 'u'", "a"));
        Filters before = filters.covering("a");

        // When
        filters.put(drop("test-users", "event.userId == 'v'", "a"));

        // Then
        Event event = Events.track("");
        assertThat(before.apply(event)).isEqualTo(new Decision.Dropped("test-users"));
        assertThat(filters.covering("a")).isNotEqualTo(before);
        assertThat(filters.covering("a").apply(event)).isEqualTo(new Decision.Pass(event));
        assertThat(before.apply(event)).isEqualTo(new Decision.Dropped("test-users"));
    }

    @Test
    void theSameFormAgainChangesNothing() {
        // Given
        filters.put(drop("test-users", "event.userId == 'u'", "a"));
        Filters before = filters.covering("a");

        // When
        filters.put(drop("test-users", "event.userId == 'u'", "a"));

        // Then
        assertThat(filters.covering("a")).isSameAs(before);
    }

    @Test
    void aRemovedFilterCoversNobody() {
        // Given
        FilterDocument filter = drop("test-users", "event.userId == 'u'", "a");
        filters.put(filter);

        // When
        FilterDocument gone = filters.remove("test-users");

        // Then
        assertThat(gone).isEqualTo(filter);
        assertThat(filters.remove("test-users")).isNull();
        assertThat(filters.covering("a").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "event.userId == 'u' && has(event.context.ip) ; true",
                "event.event.startsWith('Order') || event.type in ['page', 'screen'] ; true",
                "event.properties.items.exists(i, i.price > 4) ; false",
                "event.event.matches('(a+)+b') ; false",
                "json(event.properties) == '{}' ; false"
            })
    void whateverLoopsOrMatchesPatternsIsNotQuick(String condition, boolean quick) {
        // Given
        filters.put(drop("other", "event.userId == 'u'", "a"));

        // When
        filters.put(drop("asked", condition, "a"));

        // Then
        assertThat(filters.covering("a").quick()).isEqualTo(quick);
    }

    private static FilterDocument drop(String name, String condition, String... destinations) {
        return new FilterDocument(
                name,
                Selection.everything(),
                Selection.of(List.of(destinations)),
                Expression.ofCel(condition),
                new FilterAction.Drop());
    }
}
