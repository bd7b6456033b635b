package dev.catchment.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestBytesTest {
    private static final String HEAD = "POST / HTTP/1.1\r\nA: b\r\n\r\n";
    private static final Duration LONG = Duration.ofHours(1);

    /** What the socket gives: texts, exceptions, and the end. */
    private final Deque<Object> socket = new ArrayDeque<>();

    private final RequestBytes patient =
            new RequestBytes(this::next, new ServerLimits(1, LONG, LONG, LONG, LONG, LONG));
    private final RequestBytes hasty = new RequestBytes(
            this::next, new ServerLimits(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));

    private byte @Nullable [] next() {
        Object next = socket.poll();
        if (next instanceof IOException e) {
            throw new UncheckedIOException(e);
        }
        return next == null ? null : next.toString().getBytes(ISO_8859_1);
    }

    @Test
    void headsAndBodiesAreGivenOneByOneHoweverTheyArrive() {
        // Given
        socket.add(HEAD + "body" + HEAD.substring(0, 20));
        socket.add(HEAD.substring(20, HEAD.length() - 1));
        socket.add("\n3\r\nabc\r\n0\r\n\r\n" + HEAD + HEAD);

        // When / Then
        assertThat(text(patient.get())).isEqualTo(HEAD);
        patient.body(4);
        assertThat(text(patient.get())).isEqualTo("body");
        assertThat(patient.phase()).isEqualTo(RequestBytes.Phase.ANSWER);
        assertThat(text(patient.get()) + text(patient.get()) + text(patient.get()))
                .isEqualTo(HEAD);
        patient.chunkedBody();
        assertThat(text(patient.get())).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
        assertThat(patient.phase()).isEqualTo(RequestBytes.Phase.ANSWER);
        assertThat(text(patient.get())).isEqualTo(HEAD);
        patient.noBody();
        assertThat(text(patient.get())).isEqualTo(HEAD);
    }

    @Test
    void aHeadOfCountlessPiecesIsRefused() {
        // Given
        Stream.generate(() -> "x").limit(1_000).forEach(socket::add);

        // When
        RequestException refusal = catchThrowableOfType(RequestException.class, () -> {
            while (true) {
                assertThat(patient.get()).hasSize(1);
            }
        });

        // Then
        assertThat(socket).hasSize(1_000 - 513);
        assertThat(refusal.status().code()).isEqualTo(400);
        assertThatExceptionOfType(CloseConnectionException.class).isThrownBy(patient::get);
    }

    @Test
    void inTimeNothingExpires() {
        // Given
        socket.add(HEAD);

        // When
        patient.get();

        // Then
        assertThat(patient.expire()).isNull();
        assertThat(patient.phase()).isEqualTo(RequestBytes.Phase.HEAD);
    }

    @Test
    void whatHasExpiredIsNotReadAnyFurther() {
        // Given
        socket.add("POST");
        socket.add(HEAD);
        assertThat(text(hasty.get())).isEqualTo("POST");

        // When
        assertThat(hasty.expire()).isEqualTo(RequestBytes.Phase.HEAD);
        socket.clear();
        socket.add(new SocketException("closed by the one who watches"));

        // Then
        assertThatExceptionOfType(CloseConnectionException.class).isThrownBy(hasty::get);
        assertThatExceptionOfType(CloseConnectionException.class).isThrownBy(hasty::get);
        assertThat(hasty.phase()).isEqualTo(RequestBytes.Phase.OVERDUE);
    }

    @Test
    void aBodyThatHasExpiredIsRefusedEvenIfItsLastByteComes() {
        // Given
        socket.add(HEAD);
        hasty.get();
        hasty.body(4);

        // When
        assertThat(hasty.expire()).isEqualTo(RequestBytes.Phase.BODY);
        socket.add("body");

        // Then
        assertThat(catchThrowableOfType(BrokenBodyException.class, hasty::get)
                        .refusal()
                        .reason())
                .isEqualTo(Reason.REQUEST_TIMEOUT);
        assertThatExceptionOfType(CloseConnectionException.class).isThrownBy(hasty::get);
    }

    @Test
    void anEndOrAFailureClosesTheConnectionAndOnlyABodyIsAnswered() {
        // When / Then
        assertThatExceptionOfType(CloseConnectionException.class).isThrownBy(patient::get);
        RequestBytes inBody = new RequestBytes(this::next, ServerLimits.DEFAULT);
        inBody.body(10);
        socket.add("abc");
        assertThat(inBody.get()).hasSize(3);
        assertThat(catchThrowableOfType(BrokenBodyException.class, inBody::get)
                        .refusal()
                        .reason())
                .isEqualTo(Reason.BAD_REQUEST);
        RequestBytes failing = new RequestBytes(this::next, ServerLimits.DEFAULT);
        socket.add(new SocketException("reset"));
        assertThatExceptionOfType(ServerConnectionException.class).isThrownBy(failing::get);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
