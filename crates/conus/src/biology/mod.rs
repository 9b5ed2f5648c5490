//! CHAPTER 1, what happens in the cord: 42 named quantities and nothing else.
//!
//! The reading order is the order of the story: an [`injury`] starts [`inflammation`]; [`glia`] remember it;
//! [`disinhibition`], [`sensitisation`] and [`sprouting`] change the dorsal horn; the [`circuit`] fires; the
//! [`brain`] feels it and loses control; [`tracts`], [`cells`] and [`drug`] are what is left and what is given.
//! [`balance`] adds it all up on one page. [`stimulus`], [`circuit_time`] and [`wind_up`] read the circuit in
//! milliseconds, beside the slow model.

pub mod balance;
pub mod brain;
pub mod cells;
pub mod circuit;
pub mod circuit_time;
pub mod compiled;
pub mod disinhibition;
pub mod drug;
mod elimination;
pub mod export;
pub mod glia;
pub mod inflammation;
pub mod injury;
mod jacobian;
pub(crate) mod named;
pub mod parameters;
pub mod sensitisation;
pub mod sprouting;
pub mod stimulus;
pub mod tracts;
pub mod unit_reading;
pub mod wind_up;

use conus_num::{Num, Real};

/// Declares a flat struct of numbers together with its names and its way to and from an array, so that the
/// order of the fields is written once. A macro, because Rust has no other way to count and name fields.
macro_rules! named_numbers {
    ($(#[$about:meta])* $Name:ident { $($(#[doc = $doc:literal])* $field:ident,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $Name<R> { $($(#[doc = $doc])* pub $field: Num<R>,)* }

        impl<R: Real> $Name<R> {
            /// Names in the order of the array.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];
            /// What each means, as documented at the field; empty where the data document it.
            pub const MEANINGS: &'static [&'static str] = &[$(concat!($($doc),*)),*];
            /// How many there are.
            pub const COUNT: usize = Self::NAMES.len();

            /// From an array in the order of [`Self::NAMES`].
            #[inline(always)]
            pub fn from_array(values: &[R; { [$(stringify!($field)),*].len() }]) -> Self {
                let [$($field),*] = values;
                Self { $($field: Num(*$field)),* }
            }

            /// To an array in the order of [`Self::NAMES`].
            #[inline(always)]
            pub fn to_array(self) -> [R; { [$(stringify!($field)),*].len() }] {
                [$(self.$field.0),*]
            }

            /// Into a place in the order of [`Self::NAMES`], without an array in between.
            #[inline(always)]
            pub fn write_into(&self, place: &mut [R; { [$(stringify!($field)),*].len() }]) {
                let [$($field),*] = place;
                $(*$field = self.$field.0;)*
            }
        }

        impl serde::Serialize for $Name<f64> {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::biology::named::write(Self::NAMES, &self.to_array(), to)
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name<f64> {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Ok(Self::from_array(&$crate::biology::named::read(Self::NAMES, from)?))
            }
        }

        impl<L: conus_num::Lanes> $Name<L> {
            /// The same numbers in every lane.
            #[must_use]
            pub fn splat(one: &$Name<f64>) -> Self {
                Self { $($field: Num(L::splat(one.$field.0))),* }
            }

            /// The same numbers in other lanes.
            #[inline(always)]
            #[must_use]
            pub fn picked(&self, pick: &L::Pick) -> Self {
                Self { $($field: Num(self.$field.0.picked(pick))),* }
            }

            /// Gives one lane the numbers of one patient.
            pub fn set_lane(&mut self, lane: usize, one: &$Name<f64>) {
                $(self.$field.0.set_lane(lane, one.$field.0);)*
            }
        }
    };
}
pub(crate) use named_numbers;

named_numbers! {
    /// Everything that changes slowly. Time is the day; a quantity is a fraction from 0 to 1 unless its unit,
    /// in brackets, says otherwise.
    #[expect(rustdoc::broken_intra_doc_links, reason = "a unit in brackets is no link")]
    State {
        /// Debris and danger signals at the lesion.
        debris,
        /// Perfusion of the lesion, 1 = normal.
        perfusion,
        /// Reactive oxygen species [ros].
        oxidative_stress,
        /// Inflammatory (M1) macrophages and microglia at the lesion.
        inflammatory_macrophages,
        /// Repair-type (M2) macrophages at the lesion.
        repair_macrophages,
        /// TNF [tnf].
        tnf,
        /// IL-1beta [il1].
        il1,
        /// IL-6, a biomarker only [il6].
        il6,
        /// IL-10 [il10].
        il10,
        /// Microglia below the level, active fraction: the persistent state.
        microglia,
        /// Reactive astrocytes.
        astrocytes,
        /// Microglial BDNF below the level [bdnf].
        bdnf,
        /// Trophic support: GDNF, NT-3, exercise BDNF [trophic].
        trophic,
        /// TrkB coupling: 1 = BDNF lowers KCC2, 0 = BDNF raises it.
        trkb,
        /// KCC2 expression below the level.
        kcc2_below,
        /// Excitatory sensitisation below the level.
        sensitised_below,
        /// Spontaneously active nociceptors of the lumbosacral ganglia.
        nociceptors_below,
        /// Descending control.
        descending,
        /// Inhibitory interneurons left at the level.
        interneurons_at,
        /// KCC2 expression at the level.
        kcc2_at,
        /// Spontaneously active nociceptors of the at-level ganglia.
        nociceptors_at,
        /// Young sprouts of nociceptive afferents.
        young_sprouts,
        /// Lasting sprouts.
        lasting_sprouts,
        /// Excitatory sensitisation at the level.
        sensitised_at,
        /// Cortical and thalamic gain.
        cortex,
        /// Conducting tracts.
        tracts,
        /// Myelin of the spared tracts.
        myelin,
        /// Mechanical root compression.
        root_compression,
        /// Pregabalin in the gut [mg].
        drug_gut,
        /// Pregabalin in plasma [mg/L].
        drug_plasma,
        /// Pregabalin at its site of effect [mg/L].
        drug_effect,
        /// Tolerance to pregabalin.
        tolerance,
        /// Habituation of dizziness.
        dizziness_habituation,
        /// Habituation of somnolence.
        somnolence_habituation,
        /// Local anaesthetic at root or sac, relative to the injected amount.
        anaesthetic,
        /// Mesenchymal stem cells in cerebrospinal fluid [10^6 cells].
        msc_csf,
        /// Mesenchymal stem cells at the lesion [10^6 cells].
        msc_lesion,
        /// Mesenchymal stem cells at ganglia and meninges, long-lived [10^6 cells].
        msc_meninges,
        /// Schwann cells at the lesion [10^6 cells].
        schwann,
        /// Secretome (TGF-beta1, IL-10 class), saturating.
        secretome,
        /// Function.
        function,
        /// Quality of life.
        quality,
    }
}

/// How many states there are.
pub const STATES: usize = State::<f64>::COUNT;

/// Unit of each state, in the order of [`State::NAMES`].
pub const STATE_UNITS: [&str; STATES] = [
    "1",
    "1",
    "ros",
    "1",
    "1",
    "tnf",
    "il1",
    "il6",
    "il10",
    "1",
    "1",
    "bdnf",
    "trophic",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "1",
    "mg",
    "mg/L",
    "mg/L",
    "1",
    "1",
    "1",
    "1",
    "10^6 cells",
    "10^6 cells",
    "10^6 cells",
    "10^6 cells",
    "1",
    "1",
    "1",
];

named_numbers! {
    /// What is done from outside, constant between events. The only way, with jumps of a state, to act on the
    /// biology.
    Inputs {
        /// Share of TNF that is neutralised.
        tnf_block,
        /// Share of glial output that is blocked.
        glial_block,
        /// Training, 0 none to 1 full programme.
        training,
        /// Pregabalin taken as a steady rate [mg/d].
        drug_rate,
    }
}

/// Unit of each input, in the order of [`Inputs::NAMES`].
pub const INPUT_UNITS: [&str; 4] = ["1", "1", "1", "mg/d"];

impl Inputs<f64> {
    /// Nothing is done.
    #[must_use]
    pub fn none() -> Self {
        Self::from_array(&[0.0; 4])
    }
}

impl State<f64> {
    /// Healthy tissue: nothing injured, nothing given.
    #[must_use]
    pub fn healthy() -> Self {
        let intact = Num(1.0);
        Self {
            perfusion: intact,
            kcc2_below: intact,
            kcc2_at: intact,
            descending: intact,
            interneurons_at: intact,
            tracts: intact,
            myelin: intact,
            ..Self::from_array(&[0.0; STATES])
        }
    }
}
