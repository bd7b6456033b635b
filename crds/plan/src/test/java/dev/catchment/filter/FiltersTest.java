package dev.catchment.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Events;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiltersTest {
    private static final Event EVENT = Events.track("""
            "properties":{"a":1,"b":{"c":2,"d":3},"x.y":4,"list":[{"p":1,"q":2},5,{"q":3},[{"p":6}]]},
            "context":{"ip":"1.2.3.4"}""");

    @Test
    void withoutFiltersAnEventPassesAsItIs() {
        assertThat(Filters.of(List.of()).apply(EVENT)).isEqualTo(new Decision.Pass(EVENT));
    }

    @Test
    void aMatchingDropDrops() {
        assertThat(apply(filter("f", "event.userId == 'u'", new FilterAction.Drop())))
                .isEqualTo(new Decision.Dropped("f"));
        assertThat(apply(filter("f", "event.userId == 'v'", new FilterAction.Drop())))
                .isEqualTo(new Decision.Pass(EVENT));
    }

    @Test
    void aFilterOfOtherSourcesDoesNothing() {
        // Given
        FilterDocument other = new FilterDocument(
                "f",
                Selection.of(List.of("ios")),
                Selection.everything(),
                Expression.ofCel("event.nothing"),
                new FilterAction.Drop());

        // When
        // Then
        assertThat(apply(other)).isEqualTo(new Decision.Pass(EVENT));
    }

    @Test
    void aConditionThatFailsNeverLetsTheEventThrough() {
        // Given
        FilterDocument failing = filter("f", "event.traits.email == 'x'", dropFields("properties"));

        // When
        Decision decision = apply(failing);

        // Then
        assertThat(decision)
                .isEqualTo(
                        new Decision.Failed("f", "1:6: the event has no field 'traits' there; test for it with has()"));
    }

    @Test
    void aFilterInFqlIsAFilterLikeAnyOther() {
        // Given
        FilterDocument drop = inFql("f", "type = 'track' and properties.a = 1", new FilterAction.Drop());
        FilterDocument other = inFql("f", "properties.a > 1 or traits.email = 'x'", new FilterAction.Drop());
        FilterDocument fields = inFql("g", "properties.list.0.p = 1", dropFields("properties.b", "properties.list"));
        FilterDocument failing = inFql("h", "'x' in userId", dropFields("properties"));
        FilterDocument broken = inFql("i", "type ==", new FilterAction.Drop());

        // When
        // Then
        assertThat(apply(drop)).isEqualTo(new Decision.Dropped("f"));
        assertThat(apply(other)).isEqualTo(new Decision.Pass(EVENT));
        assertThat(properties(apply(other, fields))).isEqualTo("{\"a\":1,\"x.y\":4}");
        assertThat(apply(failing, fields))
                .isEqualTo(new Decision.Failed(
                        "h", "1:5: in needs a list on its right side, and this event has a string there"));
        assertThat(apply(broken))
                .isEqualTo(new Decision.Held("i", "the filter cannot be used: 1:6: FQL has no ==: write ="));
    }

    @Test
    void whatIsDroppedAnywayNeedsNoOtherFilter() {
        // Given
        FilterDocument drop = filter("z", "true", new FilterAction.Drop());
        FilterDocument failing = filter("a", "event.nothing", new FilterAction.Drop());
        FilterDocument hold = filter("b", "true", new FilterAction.Hold("never accepted"));

        // When
        // Then
        assertThat(apply(failing, hold, drop)).isEqualTo(new Decision.Dropped("z"));
        assertThat(apply(failing, hold)).isEqualTo(new Decision.Held("b", "never accepted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event.", "evnt.x", "1 + 1"})
    void aFilterThatDoesNotCompileHolds(String cel) {
        // Given
        FilterDocument broken = filter("f", cel, dropFields("properties.a"));

        // When
        // Then
        assertThat(apply(broken)).isInstanceOfSatisfying(Decision.Held.class, held -> assertThat(held.reason())
                .startsWith("the filter cannot be used: 1:"));
        assertThatThrownBy(() -> Filters.check(broken)).isInstanceOf(ExpressionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a\\", "a\\b"})
    void badPathsAreRefused(String path) {
        assertThatThrownBy(() -> Filters.check(filter("f", "true", dropFields(path))))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("field path");
        assertThatThrownBy(() -> Filters.check(filter("f", "true", new FilterAction.Sample(10, path))))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void dropFieldsGoesThroughArrays() {
        assertThat(properties(apply(filter(
                        "f",
                        "true",
                        dropFields("properties.a", "properties.b.d", "properties.list.p", "nothing.at.all")))))
                .isEqualTo("""
                        {"b":{"c":2},"x.y":4,"list":[{"q":2},5,{"q":3},[{}]]}""");
    }

    @Test
    void aDotInANameIsEscaped() {
        assertThat(properties(apply(filter("f", "true", keepFields("properties.x\\.y")))))
                .isEqualTo("{\"x.y\":4}");
    }

    @Test
    void keepFieldsTouchesOnlyTheParentsThatAreNamed() {
        // When
        Event kept = passed(apply(filter("f", "true", keepFields("properties.b.c", "properties.list.q"))));

        // Then
        assertThat(kept.json().get("properties").toString()).isEqualTo("""
                {"a":1,"b":{"c":2},"x.y":4,"list":[{"q":2},5,{"q":3},[{}]]}""");
        assertThat(kept.json().get("context")).isEqualTo(EVENT.json().get("context"));
        assertThat(kept.messageId()).isEqualTo(EVENT.messageId());
    }

    @Test
    void dropFieldsBeatsKeepFields() {
        assertThat(properties(apply(
                        filter("a", "true", keepFields("properties.a", "properties.b")),
                        filter("b", "true", dropFields("properties.b")))))
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void severalKeepFieldsLeaveWhatAllOfThemKeep() {
        assertThat(properties(apply(
                        filter("a", "true", keepFields("properties.a", "properties.b")),
                        filter("b", "true", keepFields("properties.b", "properties.list")))))
                .isEqualTo("{\"b\":{\"c\":2,\"d\":3}}");
    }

    @Test
    void allConditionsSeeTheOriginal() {
        // Given
        FilterDocument removes = filter("a", "true", dropFields("properties.a", "userId"));
        FilterDocument looks =
                filter("b", "event.properties.a == 1 && event.userId == 'u'", dropFields("properties.b"));

        // When
        // Then
        assertThat(properties(apply(removes, looks))).isEqualTo("""
                {"x.y":4,"list":[{"p":1,"q":2},5,{"q":3},[{"p":6}]]}""");
    }

    @Test
    void namesAndOrderNeverMatter() {
        // Given
        List<FilterDocument> filters = new ArrayList<>(List.of(
                filter("a", "true", keepFields("properties.b", "properties.list")),
                filter("b", "event.properties.a == 1", dropFields("properties.list.p")),
                filter("c", "true", keepFields("properties.b.c")),
                filter("d", "true", new FilterAction.Sample(100, null))));
        Decision expected = Filters.of(filters).apply(EVENT);

        // When
        Collections.reverse(filters);
        List<FilterDocument> renamed = new ArrayList<>();
        for (FilterDocument filter : filters) {
            renamed.add(
                    filter("z" + renamed.size(), String.valueOf(filter.when().cel()), filter.action()));
        }

        // Then
        assertThat(properties(Filters.of(renamed).apply(EVENT))).isEqualTo(properties(expected));
    }

    @Test
    void theOriginalStaysAsItIs() {
        // Given
        String before = EVENT.json().toString();

        // When
        apply(filter("a", "true", dropFields("properties.list.p")), filter("b", "true", keepFields("context.x")));

        // Then
        assertThat(EVENT.json()).hasToString(before);
    }

    @Test
    void fieldsThatAreNotThereChangeNothing() {
        assertThat(apply(filter("f", "true", dropFields("properties.a.b.c", "context.ip.x", "userId.x"))))
                .isEqualTo(new Decision.Pass(EVENT));
    }

    private static Decision apply(FilterDocument... filters) {
        return Filters.of(List.of(filters)).apply(EVENT);
    }

    private static Event passed(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Pass.class);
        return ((Decision.Pass) decision).event();
    }

    private static String properties(Decision decision) {
        return passed(decision).json().get("properties").toString();
    }

    private static FilterAction dropFields(String... paths) {
        return new FilterAction.DropFields(List.of(paths));
    }

    private static FilterAction keepFields(String... paths) {
        return new FilterAction.KeepFields(List.of(paths));
    }

    private static FilterDocument filter(String name, String cel, FilterAction action) {
        return new FilterDocument(name, Selection.everything(), Selection.everything(), Expression.ofCel(cel), action);
    }

    private static FilterDocument inFql(String name, String fql, FilterAction action) {
        Expression when = new Expression(null, fql);
        return new FilterDocument(name, Selection.everything(), Selection.everything(), when, action);
    }
}
