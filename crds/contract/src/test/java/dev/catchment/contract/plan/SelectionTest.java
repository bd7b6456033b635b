package dev.catchment.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Property
    void itCoversTheNamedOnlyAndTheirOrderIsNothing(
            @ForAll List<@AlphaChars @StringLength(max = 2) String> names,
            @ForAll @AlphaChars @StringLength(max = 2) String name) {
        // Given
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled);
        shuffled.addAll(names);

        // Then
        assertThat(Selection.of(names).covers(name)).isEqualTo(names.contains(name));
        assertThat(new Selection(false, shuffled)).isEqualTo(Selection.of(names));
        assertThat(Selection.of(names).names()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void everythingCoversAnything() {
        assertThat(Selection.everything().covers("web")).isTrue();
        assertThat(new Selection(true, List.of("web"))).isEqualTo(Selection.everything());
        assertThat(Selection.of(List.of()).covers("web")).isFalse();
    }
}
