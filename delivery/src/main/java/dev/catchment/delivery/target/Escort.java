package dev.catchment.delivery.target;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes a batch to the courier: as a whole, or event by event while one of them may be what kills directors. */
final class Escort {
    private final DestinationSink sink;
    private final Suspects suspects;
    private final Courier courier;

    Escort(DestinationSink sink, Suspects suspects, Courier courier) {
        this.sink = sink;
        this.suspects = suspects;
        this.courier = courier;
    }

    void deliver(List<Pending> batch) throws InterruptedException {
        if (!suspects.careful()) {
            courier.deliver(batch);
            return;
        }
        List<Pending> free = new ArrayList<>();
        for (Pending event : batch) {
            if (!pass(event, free) || !sink.pause(Duration.ZERO)) {
                return;
            }
        }
        if (!free.isEmpty()) {
            courier.deliver(free);
        }
    }

    /** False if the rest of the batch must wait. */
    private boolean pass(Pending event, List<Pending> free) throws InterruptedException {
        Suspects.Passage passage = suspects.enter(sink.name(), event.origin());
        switch (passage) {
            case FREE -> free.add(event);
            case BARRED -> {
                return false;
            }
            case ALONE, CONDEMNED, CONDEMNED_RAW -> {
                try {
                    if (passage == Suspects.Passage.ALONE) {
                        courier.deliver(List.of(event));
                    } else {
                        event.uncomposed = passage == Suspects.Passage.CONDEMNED_RAW;
                        courier.condemn(event);
                    }
                } finally {
                    suspects.leave();
                }
            }
        }
        return true;
    }
}
