package dev.catchment.cli.segment;

/**
 * Something that the Destination does not do as Segment does.
 *
 * @param where in the file, such as {@code $.subscriptions[0].mapping.email}
 * @param what is not carried over; never a value of a secret
 * @param todo what to do about it
 */
public record NotCarried(String where, String what, String todo) {
    @Override
    public String toString() {
        return where + ": " + what + ": " + todo;
    }
}
