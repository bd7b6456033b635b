package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedOriginsTest {
    private static final AllowedOrigins ORIGINS = AllowedOrigins.of(List.of(
            "https://Shop.example", "http://localhost:3000", "https://*.shop.example", "https://*.b.example:8443"));

    @ParameterizedTest
    @CsvSource({
        "https://shop.example,           true",
        "https://SHOP.example,           true",
        "https://shop.example:443,       true",
        "https://shop.example:444,       false",
        "http://shop.example,            false",
        "https://shop.example.evil,      false",
        "https://evilshop.example,       false",
        "http://localhost:3000,          true",
        "http://localhost,               false",
        "https://www.shop.example,       true",
        "https://a.b.shop.example:443,   true",
        "https://a.b.shop.example:8443,  false",
        "http://www.shop.example,        false",
        "https://.shop.example,          false",
        "https://evil/.shop.example,     false",
        "https://evil@.shop.example,     false",
        "https://x.b.example:8443,       true",
        "https://x.b.example,            false",
        "https://b.example:8443,         false",
        "null,                           false",
        "'',                             false",
    })
    void onlyTheNamedOriginsMaySend(String origin, boolean allowed) {
        assertThat(ORIGINS.allow(origin)).isEqualTo(allowed);
    }

    @Test
    void withoutPatternsEveryOriginMaySend() {
        assertThat(AllowedOrigins.of(List.of()).allow("https://any.example")).isTrue();
        assertThat(AllowedOrigins.of(List.of()).allow("null")).isTrue();
    }

    @Test
    void whatIsNoOriginIsRefused() {
        assertThatThrownBy(() -> AllowedOrigins.of(List.of("shop.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no origin: shop.example");
    }
}
