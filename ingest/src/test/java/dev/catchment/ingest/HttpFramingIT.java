package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed HTTP: one clear answer, a closed connection, and nothing that anybody else notices. */
class HttpFramingIT {
    private static final String SMUGGLED = "POST /v1/identify HTTP/1.1\r\nHost: h\r\n" + Wire.KEY
            + "Content-Length: 42\r\n\r\n{\"userId\":\"smuggled\",\"messageId\":\"evil-1\"}";

    @TempDir
    private static Path folder;

    private static IngestFixture hub;
    private static Neighbour neighbour;

    @BeforeAll
    static void start() throws Exception {
        hub = IngestFixture.start(folder, 1);
        neighbour = new Neighbour(hub);
    }

    @AfterAll
    static void stop() throws Exception {
        neighbour.close();
        hub.close();
    }

    /**
     * @param request bytes as ISO-8859-1
     * @param message part of what the client reads
     */
    private record Broken(String name, String request, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Broken> brokenFramingIsAnsweredOnceAndTheConnectionClosed() {
        String head = "POST /v1/identify HTTP/1.1\r\nHost: h\r\n" + Wire.KEY;
        String chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
        String json = "{\"userId\":\"u\",\"messageId\":\"evil-2\"}";
        String chunk = Integer.toHexString(json.length()) + "\r\n" + json + "\r\n";
        return Stream.of(
                new Broken(
                        "CL and TE",
                        head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "exclude"),
                new Broken(
                        "TE and CL",
                        head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                        "exclude"),
                new Broken(
                        "TE twice",
                        head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "only"),
                new Broken(
                        "TE.TE",
                        head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                        "only"),
                new Broken("TE xchunked", head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "only"),
                new Broken("TE gzip, chunked", head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "only"),
                new Broken("TE in another spelling", head + "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", "only"),
                new Broken("TE empty", head + "Transfer-Encoding: \r\n\r\n0\r\n\r\n", "malformed"),
                new Broken(
                        "TE behind a tab and a form feed",
                        head + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                        "malformed"),
                new Broken(
                        "CL twice, the same",
                        head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde",
                        "one number"),
                new Broken(
                        "CL twice, different",
                        head + "Content-Length: 0\r\nContent-Length: 5\r\n\r\nabcde",
                        "one number"),
                new Broken("CL list", head + "Content-Length: 5, 5\r\n\r\nabcde", "one number"),
                new Broken("CL signed", head + "Content-Length: +5\r\n\r\nabcde", "one number"),
                new Broken("CL negative", head + "Content-Length: -1\r\n\r\nabcde", "one number"),
                new Broken("CL hex", head + "Content-Length: 0x5\r\n\r\nabcde", "one number"),
                new Broken(
                        "CL beyond a long", head + "Content-Length: 99999999999999999999\r\n\r\nabcde", "one number"),
                new Broken("CL of a petabyte", head + "Content-Length: 999999999999999\r\n\r\nabcde", "too large"),
                new Broken("space before the colon", head + "Content-Length : 5\r\n\r\nabcde", "malformed"),
                new Broken("folded header", head + "X-A: a\r\n b\r\nContent-Length: 0\r\n\r\n", "malformed"),
                new Broken(
                        "folded header with a colon",
                        head + "X-A: a\r\n b: c\r\nContent-Length: 0\r\n\r\n",
                        "malformed"),
                new Broken(
                        "bare LF behind the request line", "POST /v1/identify HTTP/1.1\nHost: h\r\n\r\n", "malformed"),
                new Broken("bare LF behind a header", head + "X-A: a\nContent-Length: 0\r\n\r\n", "malformed"),
                new Broken("bare CR in a header", head + "X-A: a\rb\r\nContent-Length: 0\r\n\r\n", "malformed"),
                new Broken("header without colon", head + "Nonsense\r\nContent-Length: 0\r\n\r\n", "malformed"),
                new Broken("header without name", head + ": x\r\nContent-Length: 0\r\n\r\n", "malformed"),
                new Broken("NUL in a header", head + "X-A: a\0b\r\nContent-Length: 0\r\n\r\n", "malformed"),
                new Broken("NUL in a name", head + "X\0A: b\r\nContent-Length: 0\r\n\r\n", "malformed"),
                new Broken("NUL in the path", "POST /v1/\0identify HTTP/1.1\r\nHost: h\r\n\r\n", "malformed"),
                new Broken("header of 20 KB", head + "X-A: " + "a".repeat(20_000) + "\r\n\r\n", "malformed"),
                new Broken("name of 20 KB", head + "a".repeat(20_000) + ": a\r\n\r\n", "malformed"),
                new Broken("5,000 headers", head + "a: b\r\n".repeat(5_000) + "\r\n", "malformed"),
                new Broken("request line of 20 KB", "POST /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n", "malformed"),
                new Broken("endless request line", "a".repeat(100_000), "malformed"),
                new Broken("no Host", "POST /v1/identify HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "malformed"),
                new Broken(
                        "two Hosts",
                        "POST /v1/identify HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n",
                        "malformed"),
                new Broken(
                        "HTTP/1.0", "POST /v1/identify HTTP/1.0\r\nHost: h\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1"),
                new Broken("HTTP/0.9", "GET /v1/identify\r\n", "malformed"),
                new Broken("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "malformed"),
                new Broken("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\r\n\r\n", "malformed"),
                new Broken("chunk size no number", chunked + "g\r\nx\r\n0\r\n\r\n", "hex digits"),
                new Broken("chunk size negative", chunked + "-1\r\nx\r\n0\r\n\r\n", "hex digits"),
                new Broken("chunk size signed", chunked + "+1\r\nx\r\n0\r\n\r\n", "hex digits"),
                new Broken("chunk size 0x", chunked + "0x1\r\nx\r\n0\r\n\r\n", "hex digits"),
                new Broken("chunk size empty", chunked + "\r\nx\r\n0\r\n\r\n", "hex digits"),
                new Broken("chunk size with a space", chunked + "1 \r\nx\r\n0\r\n\r\n", "hex digits"),
                new Broken("chunk size too large", chunked + "fffffff\r\nx\r\n", "larger than"),
                new Broken("chunk size overflows", chunked + "100000001\r\nx\r\n0\r\n\r\n", "larger than"),
                new Broken("chunk longer than its size", chunked + "1\r\nxyz\r\n0\r\n\r\n", "where its size says"),
                new Broken("bare LF behind a chunk size", chunked + "1\nx\r\n0\r\n\r\n", "hex digits"),
                new Broken("bare LF behind a chunk", chunked + "1\r\nx\n0\r\n\r\n", "where its size says"),
                new Broken("bare LF in an extension", chunked + "1;a\nx\r\n0\r\n\r\n", "extensions"),
                new Broken("bare LF behind the last chunk", chunked + chunk + "0\r\n\n", "last chunk"),
                new Broken("trailer", chunked + chunk + "0\r\nX-A: b\r\n\r\n", "last chunk"),
                new Broken("endless extension", chunked + "1;" + "a".repeat(100_000), "extensions"),
                new Broken(
                        "endless extensions",
                        chunked + ("1;" + "a".repeat(50) + "\r\n \r\n").repeat(2_000),
                        "extensions"));
    }

    @ParameterizedTest
    @MethodSource
    void brokenFramingIsAnsweredOnceAndTheConnectionClosed(Broken broken) throws Exception {
        try (Wire wire = new Wire(hub)) {
            // When
            wire.sendWhileOpen((broken.request() + SMUGGLED).getBytes(StandardCharsets.ISO_8859_1));
            Wire.Answer answer = wire.answer().orElseThrow();

            // Then
            assertThat(answer.status()).isEqualTo(400);
            Neighbour.assertRefusal(answer, "bad_request");
            assertThat(answer.body()).contains(broken.message());
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(wire.closed()).isTrue();
        }
        neighbour.assertUndisturbed();
    }

    /** The client cannot read an answer: it is gone, or has not finished its request. */
    static Stream<Broken> aConnectionThatIsCutLeavesNothing() {
        String head = "POST /v1/identify HTTP/1.1\r\nHost: h\r\n" + Wire.KEY;
        return Stream.of(
                new Broken("at once", "", ""),
                new Broken("in the request line", "POST /v1/iden", ""),
                new Broken("in a header", head, ""),
                new Broken("behind the head", head + "Content-Length: 30\r\n\r\n", ""),
                new Broken("in a sized body", head + "Content-Length: 300\r\n\r\n{\"userId\":\"u\"}", ""),
                new Broken("in a chunk size", head + "Transfer-Encoding: chunked\r\n\r\n1", ""),
                new Broken("in a chunk", head + "Transfer-Encoding: chunked\r\n\r\nff\r\n{\"userId\":\"u\"}", ""),
                new Broken(
                        "before the last chunk",
                        head + "Transfer-Encoding: chunked\r\n\r\ne\r\n{\"userId\":\"u\"}\r\n",
                        ""));
    }

    @ParameterizedTest
    @MethodSource
    void aConnectionThatIsCutLeavesNothing(Broken cut) throws Exception {
        // When
        try (Wire gone = new Wire(hub)) {
            gone.send(cut.request());
        }
        try (Wire listening = new Wire(hub)) {
            listening.send(cut.request()).end();

            // Then
            Optional<Wire.Answer> answer = listening.answer();
            if (answer.isPresent()) {
                assertThat(answer.get().body()).contains("ends early");
                Neighbour.assertRefusal(answer.get(), "bad_request");
            }
            assertThat(answer.isPresent()).isEqualTo(cut.request().contains("\r\n\r\n"));
            assertThat(listening.closed()).isTrue();
        }
        neighbour.assertUndisturbed();
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        // Given
        String requests = post("p1") + chunked("p2") + "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n" + post("p3")
                + "POST /v1/identify HTTP/1.1\r\nHost: h\r\n" + Wire.KEY + "Content-Length: 0\r\n\r\n" + chunked("p4");

        // When
        try (Wire whole = new Wire(hub);
                Wire inBytes = new Wire(hub)) {
            whole.send(requests);
            for (byte b : requests.replace("\"p", "\"q").getBytes(StandardCharsets.UTF_8)) {
                inBytes.send(new byte[] {b});
            }

            // Then
            for (int status : new int[] {200, 200, 404, 200, 400, 200}) {
                assertThat(whole.answer().orElseThrow().status()).isEqualTo(status);
                assertThat(inBytes.answer().orElseThrow().status()).isEqualTo(status);
            }
        }
        neighbour.expects(List.of("p1", "p2", "p3", "p4", "q1", "q2", "q3", "q4"));
        neighbour.assertUndisturbed();
    }

    @Test
    void chunksOfAnySizeWithSmallExtensionsAreOneBody() throws Exception {
        // Given
        StringBuilder body = new StringBuilder();
        for (char c : Neighbour.event("chunks").toCharArray()) {
            body.append("01;a=\"b\"\r\n").append(c).append("\r\n");
        }

        // When
        try (Wire wire = new Wire(hub)) {
            wire.send(Wire.post("/v1/identify", "Transfer-Encoding: chunked\r\n") + body + "000\r\n\r\n");

            // Then
            assertThat(wire.answer().orElseThrow().status()).isEqualTo(200);
        }
        neighbour.expects(List.of("chunks"));
        neighbour.assertUndisturbed();
    }

    @Test
    void aClientThatWaitsForContinueIsToldToGoOn() throws Exception {
        try (Wire wire = new Wire(hub)) {
            // When
            String body = Neighbour.event("continued");
            wire.send(Wire.post("/v1/identify", "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n"));
            Wire.Answer first = wire.answer().orElseThrow();
            wire.send(body);

            // Then
            assertThat(first.status()).isEqualTo(100);
            assertThat(wire.answer().orElseThrow().status()).isEqualTo(200);
        }
        neighbour.expects(List.of("continued"));
        neighbour.assertUndisturbed();
    }

    private static String post(String messageId) {
        return Wire.post("/v1/identify", "", Neighbour.event(messageId));
    }

    private static String chunked(String messageId) {
        String body = Neighbour.event(messageId);
        return Wire.post("/v1/identify", "Transfer-Encoding: chunked\r\n") + Integer.toHexString(body.length()) + "\r\n"
                + body + "\r\n0\r\n\r\n";
    }
}
