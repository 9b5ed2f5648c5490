/* What solvers in C call: the exported equations behind their signatures. `model.c` lies in the folder of the run. */
#include "model.c"

/* Right-hand side as LSODA of numbalsoda wants it. */
void rates_at(double day, double *y, double *rates, double *p) {
    (void)day;
    conus_rates(y, p, rates);
}

/* The whole Jacobian, row by row. */
void dense_jacobian(const double *y, const double *p, double *matrix) {
    double entries[CONUS_ENTRIES];
    conus_jacobian(y, p, entries);
    for (int place = 0; place < CONUS_STATES * CONUS_STATES; place++) {
        matrix[place] = 0.0;
    }
    for (int entry = 0; entry < CONUS_ENTRIES; entry++) {
        matrix[conus_rows[entry] * CONUS_STATES + conus_columns[entry]] = entries[entry];
    }
}

/* The first pains of `conus_seen` for each of several days. */
void pains_of(const double *rows, int days, const double *p, int pains, double *out) {
    for (int day = 0; day < days; day++) {
        double seen[CONUS_SEEN];
        conus_seen(rows + day * CONUS_STATES, p, seen);
        for (int pain = 0; pain < pains; pain++) {
            out[day * pains + pain] = seen[pain];
        }
    }
}

/* How many of a patient's numbers are states. */
const int states = CONUS_STATES;
