package dev.catchment.contract.undelivered;

/**
 * Why an event became a dead letter: the fixed words that are stored, counted and asked for.
 *
 * <table>
 *   <caption>What each means, and whether a redrive can help</caption>
 *   <tr><th>reason</th><th>requests made</th><th>a redrive helps</th></tr>
 *   <tr><td>BAD_REQUEST</td><td>yes</td><td>after a change of the mapping, or of the tool's settings</td></tr>
 *   <tr><td>MESSAGE_REJECTED</td><td>yes</td><td>after a change of the URL or of the tool's settings</td></tr>
 *   <tr><td>RETRIES_EXHAUSTED</td><td>yes</td><td>when the tool is well again</td></tr>
 *   <tr><td>INVALID_SETTINGS</td><td>no</td><td>after a change of the Destination</td></tr>
 *   <tr><td>FILTERED_AT_MAPPING, FILTER_ERROR</td><td>no</td><td>after a change of the mapping or condition</td></tr>
 *   <tr><td>EVALUATION_FAILED</td><td>no</td><td>after an upgrade, or a change of the mapping</td></tr>
 *   <tr><td>UNREADABLE_EVENT, KILLED_DIRECTOR</td><td>no</td><td>never: there is no event that can be sent</td></tr>
 *   <tr><td>LANE_EXPIRED</td><td>no</td><td>yes, while the archive keeps the events</td></tr>
 * </table>
 */
public enum LetterReason {
    /** The tool says that the request is wrong: 400, 413 for a single event, 422. */
    BAD_REQUEST,
    /** The tool refuses it for good: any other 4xx that no later attempt changes, or 501. */
    MESSAGE_REJECTED,
    /** It failed for as long as the destination's {@code retryFor}. */
    RETRIES_EXHAUSTED,
    /** The destination's settings give no request that can be sent. */
    INVALID_SETTINGS,
    /** The mapping gives no request for this event: a field is missing, is not what the action needs, or failed. */
    FILTERED_AT_MAPPING,
    /** A condition has no answer for this event; it is kept back, because a filter never fails open. */
    FILTER_ERROR,
    /** A filter, mapping or template failed on this event in a way that it must not: a defect. */
    EVALUATION_FAILED,
    /** What the log holds at its place is no JSON object. */
    UNREADABLE_EVENT,
    /** Three processes in a row died of it. */
    KILLED_DIRECTOR,
    /** The log's space ran out while its destination took nothing; the event lies in the archive. */
    LANE_EXPIRED
}
