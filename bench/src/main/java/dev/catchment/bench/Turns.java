package dev.catchment.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures contenders in turns, round by round, so that what else happens on the machine meets all of them. */
record Turns(Hub hub, int seconds, int rounds) {
    private static final int WARM_UP_ROUNDS = 1;

    /** One contender under one load. */
    record Turn(Contender contender, Load load) {}

    /** Everything that was measured, in the order of the turns; the rounds that warm up are left out. */
    Map<Turn, List<Measurement>> run(List<Turn> turns) throws Exception {
        Map<Turn, List<Measurement>> measured = new LinkedHashMap<>();
        turns.forEach(turn -> measured.put(turn, new ArrayList<>()));
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            for (Map.Entry<Turn, List<Measurement>> entry : measured.entrySet()) {
                Measurement measurement = run(entry.getKey());
                if (round >= WARM_UP_ROUNDS) {
                    entry.getValue().add(measurement);
                }
            }
        }
        return measured;
    }

    private Measurement run(Turn turn) throws Exception {
        hub.emptyLog();
        Measurement measurement = turn.contender().measure(turn.load(), seconds);
        System.err.printf(
                "%-20s %-52s %s%n", turn.load().title(), turn.contender().title(), measurement);
        return measurement;
    }
}
