package dev.catchment.delivery.http;

/** Answers without their headers, for comparisons: servers write the time into them. */
final class Headless {
    private Headless() {}

    static Answer of(Answer answer) {
        return answer instanceof Answer.Response(int status, String body, var retryAfter, var headers)
                ? new Answer.Response(status, body, retryAfter)
                : answer;
    }
}
