# Reads a folder of simulated trial tables with base R alone and checks them against the rules of CDISC ADaM.
# Usage: Rscript --vanilla read_adam.R FOLDER      exit 0: sound; 1: a rule is broken; 2: wrong call
# Independent of conus: shares no code with it and takes the expected labels of CDISC from its own list.

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 1 || !dir.exists(arguments[1])) {
  message("usage: Rscript --vanilla read_adam.R FOLDER")
  quit(status = 2)
}
folder <- arguments[1]
faults <- character()
checks <- 0L

claim <- function(holds, what) {
  checks <<- checks + 1L
  if (!isTRUE(holds)) faults <<- c(faults, what)
}

# All cells as text first, so that the type of a column is judged by its cells and not by R's guess.
read_cells <- function(file) {
  read.csv(file.path(folder, file), colClasses = "character", na.strings = "", encoding = "UTF-8",
           check.names = FALSE, comment.char = "")
}
is_number <- function(cells) all(is.na(cells) | !is.na(suppressWarnings(as.numeric(cells))))
is_whole <- function(cells) all(is.na(cells) | grepl("^-?[0-9]+$", cells))

dictionary <- read_cells("variables.csv")
names_of_tables <- unique(dictionary$TABLE)
tables <- list()

for (name in names_of_tables) {
  cells <- read_cells(paste0(tolower(name), ".csv"))
  facts <- dictionary[dictionary$TABLE == name, ]
  claim(identical(names(cells), facts$NAME), paste(name, "columns are those of the dictionary, in its order"))
  for (row in seq_len(nrow(facts))) {
    column <- cells[[facts$NAME[row]]]
    typed <- switch(facts$TYPE[row], text = TRUE, float = is_number(column), integer = is_whole(column), FALSE)
    claim(typed, paste0(name, ".", facts$NAME[row], " holds ", facts$TYPE[row]))
    if (facts$TYPE[row] != "text") cells[[facts$NAME[row]]] <- suppressWarnings(as.numeric(column))
  }
  claim(!anyDuplicated(facts$NAME), paste(name, "has no variable twice"))
  tables[[name]] <- cells
}

claim(all(nchar(dictionary$NAME) <= 8 & grepl("^[A-Z][A-Z0-9]*$", dictionary$NAME)), "names have 1 to 8 characters")
claim(all(nchar(dictionary$LABEL) >= 1 & nchar(dictionary$LABEL) <= 40), "labels have 1 to 40 characters")
claim(all(dictionary$ORIGIN %in% c("CDISC", "conus")), "origin is CDISC or conus")
claim(!anyNA(dictionary$DERIV), "every variable says how it comes about")
one_label <- tapply(dictionary$LABEL, dictionary$NAME, function(labels) length(unique(labels)) == 1)
claim(all(one_label), "a variable has the same label in every table")

published <- c(
  STUDYID = "Study Identifier", USUBJID = "Unique Subject Identifier", SUBJID = "Subject Identifier for the Study",
  SITEID = "Study Site Identifier", AGE = "Age", AGEU = "Age Units", SEX = "Sex", RACE = "Race",
  ARM = "Description of Planned Arm", TRT01P = "Planned Treatment for Period 01",
  TRT01PN = "Planned Treatment for Period 01 (N)", TRT01A = "Actual Treatment for Period 01",
  TRT01AN = "Actual Treatment for Period 01 (N)", RANDDT = "Date of Randomization",
  TRTSDT = "Date of First Exposure to Treatment", ITTFL = "Intent-To-Treat Population Flag",
  SAFFL = "Safety Population Flag", PPROTFL = "Per-Protocol Population Flag", EOSSTT = "End of Study Status",
  EOSDT = "End of Study Date", DCSREAS = "Reason for Discontinuation from Study",
  TRTP = "Planned Treatment", TRTPN = "Planned Treatment (N)", PARAMCD = "Parameter Code", PARAM = "Parameter",
  PARAMN = "Parameter (N)", AVISIT = "Analysis Visit", AVISITN = "Analysis Visit (N)", ADT = "Analysis Date",
  ADY = "Analysis Relative Day", AVAL = "Analysis Value", BASE = "Baseline Value", CHG = "Change from Baseline",
  PCHG = "Percent Change from Baseline", ABLFL = "Baseline Record Flag", DTYPE = "Derivation Type",
  ASTDT = "Analysis Start Date", AENDT = "Analysis End Date", AEDECOD = "Dictionary-Derived Term",
  AESER = "Serious Event", TRTEMFL = "Treatment Emergent Analysis Flag")
found <- dictionary$LABEL[match(names(published), dictionary$NAME)]
claim(identical(found, unname(published)), "labels of CDISC are those of the guide")

# ADSL: the variables that ADaMIG 1.3 requires, one row per subject.
adsl <- tables$ADSL
required <- c("STUDYID", "USUBJID", "SUBJID", "SITEID", "AGE", "AGEU", "SEX", "RACE", "ARM", "TRT01P")
claim(all(required %in% names(adsl)), "ADSL has the required variables")
claim(!anyNA(adsl[required]), "ADSL has no gap in a required variable")
claim(!anyDuplicated(adsl$USUBJID), "ADSL has one row per subject")
claim(all(startsWith(adsl$STUDYID, "SYN-")), "the study says that it is synthetic")
claim(all(adsl$SEX %in% c("F", "M")), "SEX is F or M")
claim(all(adsl$EOSSTT %in% c("COMPLETED", "DISCONTINUED")), "EOSSTT is of its codelist")
claim(identical(is.na(adsl$DCSREAS), adsl$EOSSTT == "COMPLETED"), "DCSREAS is there exactly for those who left")
claim(all(is.na(adsl$TRTSDT) | adsl$TRTSDT >= adsl$RANDDT), "nobody is treated before randomisation")
claim(all(adsl$EOSDT >= adsl$RANDDT), "nobody ends before randomisation")
for (flag in grep("FL$", names(adsl), value = TRUE)) {
  claim(all(adsl[[flag]] %in% c("Y", "N")), paste("ADSL", flag, "is Y or N"))
}
one_to_one <- function(a, b) nrow(unique(data.frame(a, b))) == length(unique(a)) && length(unique(a)) == length(unique(b))
claim(one_to_one(adsl$TRT01P, adsl$TRT01PN), "TRT01P and TRT01PN are one to one")

study_day <- function(date, anchor) ifelse(date >= anchor, date - anchor + 1, date - anchor)
near <- function(a, b) all(is.na(a) == is.na(b)) && all(abs(a - b) <= 1e-9 * pmax(1, abs(b)), na.rm = TRUE)

for (name in setdiff(names_of_tables, "ADSL")) {
  table <- tables[[name]]
  at <- match(table$USUBJID, adsl$USUBJID)
  claim(!anyNA(at), paste(name, "speaks only of subjects of ADSL"))
  claim(identical(table$REPLIC, adsl$REPLIC[at]), paste(name, "agrees with ADSL about the replicate"))
  if ("TRTP" %in% names(table)) {
    claim(identical(table$TRTP, adsl$TRT01P[at]), paste(name, "agrees with ADSL about the planned treatment"))
  }
}

for (name in intersect(c("ADNRS", "ADPBDS"), names_of_tables)) {
  bds <- tables[[name]]
  key <- paste(bds$USUBJID, bds$PARAMCD)
  baseline <- bds$ABLFL %in% "Y"
  first <- bds$AVAL[baseline][match(key, key[baseline])]
  after <- bds$AVISITN > max(bds$AVISITN[baseline])
  difference <- ifelse(after, bds$AVAL - first, NA)
  at <- match(bds$USUBJID, adsl$USUBJID)
  anchor <- ifelse(is.na(adsl$TRTSDT), adsl$RANDDT, adsl$TRTSDT)[at]
  claim(!anyDuplicated(key[baseline]), paste(name, "has one baseline row per subject and parameter"))
  claim(all(bds$ABLFL %in% c("Y", NA)), paste(name, "ABLFL is Y or missing"))
  claim(all(bds$ANL01FL[baseline] %in% "Y"), paste(name, "baseline rows are analysis rows"))
  claim(near(bds$BASE, first), paste(name, "BASE is AVAL of the baseline row"))
  claim(near(bds$CHG, difference), paste(name, "CHG is AVAL - BASE after baseline"))
  claim(near(bds$PCHG, ifelse(first == 0, NA, 100 * difference / first)), paste(name, "PCHG is 100 CHG / BASE"))
  claim(!anyDuplicated(paste(key, bds$AVISIT)[bds$ANL01FL %in% "Y"]), paste(name, "has one analysis row per visit"))
  claim(near(bds$ADY, study_day(bds$ADT, anchor)), paste(name, "ADY counts from the anchor without a day 0"))
  claim(one_to_one(bds$PARAMCD, bds$PARAM) && one_to_one(bds$PARAMCD, bds$PARAMN), paste(name, "PARAM is one to one"))
  claim(one_to_one(bds$AVISIT, bds$AVISITN), paste(name, "AVISIT is one to one"))
  claim(!anyNA(bds$AVAL), paste(name, "AVAL has no gap"))
}

if ("ADAE" %in% names_of_tables) {
  adae <- tables$ADAE
  start <- adsl$TRTSDT[match(adae$USUBJID, adsl$USUBJID)]
  claim(identical(adae$TRTEMFL %in% "Y", !is.na(start) & adae$ASTDT >= start), "TRTEMFL follows the dates")
  claim(!anyDuplicated(paste(adae$USUBJID, adae$AESEQ)), "AESEQ tells the events of a subject apart")
  claim(all(is.na(adae$AENDT) | adae$AENDT >= adae$ASTDT), "no event ends before it starts")
}
if ("ADTRUTH" %in% names_of_tables) {
  truth <- tables$ADTRUTH
  claim(near(truth$TRUEEFF, truth$PAINTOT - truth$UNTRTOT), "the true effect is the difference of the two outcomes")
}

for (name in names_of_tables) cat(sprintf("%-8s %6d rows %3d variables\n", name, nrow(tables[[name]]), ncol(tables[[name]])))
cat(sprintf("%d checks, %d broken\n", checks, length(faults)))
if (length(faults)) {
  cat(paste("broken:", faults), sep = "\n")
  quit(status = 1)
}
