package dev.catchment.cli.segment;

import java.util.ArrayList;
import java.util.List;

/** Collects what has to be said about a translation. */
final class Report {
    private final List<NotCarried> notCarried = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(NotCarried what) {
        notCarried.add(what);
    }

    void add(String where, String what, String todo) {
        notCarried.add(new NotCarried(where, what, todo));
    }

    /** Something that is as in Segment, but may surprise. */
    void note(String where, String note) {
        notes.add(where + ": " + note);
    }

    List<NotCarried> notCarried() {
        return List.copyOf(notCarried);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
