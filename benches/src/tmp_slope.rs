use conus_num::elementary;
/// x
#[inline(never)]
pub fn slope(y: &[f64; 42], p: &[f64; 250], out: &mut [f64; 42]) {
    let x0 = elementary::hill(y[6], p[85], 1.0);
    // lost_by_il1
    let x1 = p[84] * x0;
    let x2 = p[82] * y[13];
    let x3 = elementary::hill(y[11], p[83], 1.0);
    // lost_by_bdnf
    let x4 = x2 * x3;
    let x5 = 1.0 - y[19];
    let x6 = p[81] * x5;
    let x7 = 1.0 - x6;
    let x8 = x7 - x1;
    let x9 = x8 - p[86];
    let x10 = x9 / p[87];
    let x11 = elementary::softplus(x10);
    let x12 = p[87] * x11;
    // inhibition_at
    let x13 = p[86] + x12;
    let x14 = 1.0 - y[14];
    let x15 = p[81] * x14;
    let x16 = 1.0 - x15;
    let x17 = x16 - x4;
    let x18 = x17 - x1;
    let x19 = x18 - p[86];
    let x20 = x19 / p[87];
    let x21 = elementary::softplus(x20);
    let x22 = p[87] * x21;
    // inhibition_below
    let x23 = p[86] + x22;
    let x24 = elementary::hill(y[34], p[223], 4.0);
    let x25 = p[225] * x24;
    let x26 = p[224] * x25;
    // conduction_cord
    let x27 = 1.0 - x26;
    // conduction_root
    let x28 = 1.0 - x25;
    let x29 = 1.0 - p[59];
    let x30 = p[115] * x29;
    let x31 = x30 * p[246];
    let x32 = x31 * y[39];
    let x33 = 1.0 + x32;
    // spontaneous_firing
    let x34 = p[135] / x33;
    let x35 = 1.0 - p[174];
    let x36 = x35 * y[17];
    // descending_at
    let x37 = p[174] + x36;
    let x38 = p[212] * y[31];
    let x39 = 1.0 + x38;
    // half_with_tolerance
    let x40 = p[208] * x39;
    let x41 = 1.0 - p[209];
    let x42 = elementary::hill(y[20], p[210], 1.0);
    let x43 = x41 * x42;
    let x44 = p[209] + x43;
    let x45 = elementary::hill(y[30], x40, 1.0);
    let x46 = p[207] * x45;
    let x47 = x46 * x44;
    // release_at
    let x48 = 1.0 - x47;
    let x49 = elementary::hill(y[9], p[210], 1.0);
    let x50 = x41 * x49;
    let x51 = p[209] + x50;
    let x52 = x46 * x51;
    // release_below
    let x53 = 1.0 - x52;
    // touch_fibres
    let x54 = p[132] * x27;
    // fast_fibres
    let x55 = p[133] * x27;
    let x56 = x34 * y[16];
    let x57 = p[134] + x56;
    // slow_fibres_below
    let x58 = x57 * x27;
    // conducting_root
    let x59 = y[27] * x28;
    let x60 = p[136] * x59;
    // touch_fibres_with_root
    let x61 = x54 + x60;
    // fast_fibres_with_root
    let x62 = x55 + x60;
    let x63 = p[137] * x59;
    // slow_fibres_with_root
    let x64 = x58 + x63;
    let x65 = x34 * y[20];
    let x66 = p[134] + x65;
    // slow_fibres_at
    let x67 = x66 * x27;
    let x68 = x54 - p[138];
    let x69 = 4.0 * x68;
    let x70 = x69 / p[139];
    let x71 = elementary::exp(x70);
    let x72 = 1.0 + x71;
    let x73 = x72.sqrt();
    let x74 = x73 + 1.0;
    let x75 = 2.0 / x74;
    let x76 = 1.0 - x75;
    // gate
    let x77 = p[140] * x76;
    let x78 = p[144] * x54;
    let x79 = p[145] * y[23];
    let x80 = 1.0 + x79;
    let x81 = x78 * x80;
    let x82 = p[146] * x13;
    let x83 = x82 * y[18];
    let x84 = x83 * x77;
    // onto_relay
    let x85 = x81 - x84;
    let x86 = x85 - p[141];
    let x87 = 4.0 * x86;
    let x88 = x87 / p[142];
    let x89 = elementary::exp(x88);
    let x90 = 1.0 + x89;
    let x91 = x90.sqrt();
    let x92 = x91 + 1.0;
    let x93 = 2.0 / x92;
    let x94 = 1.0 - x93;
    // relay
    let x95 = p[143] * x94;
    let x96 = p[150] * x54;
    let x97 = p[151] * x48;
    let x98 = x97 * x67;
    let x99 = x96 + x98;
    let x100 = p[152] * x37;
    // onto_brake
    let x101 = x99 + x100;
    let x102 = x101 - p[147];
    let x103 = 4.0 * x102;
    let x104 = x103 / p[148];
    let x105 = elementary::exp(x104);
    let x106 = 1.0 + x105;
    let x107 = x106.sqrt();
    let x108 = x107 + 1.0;
    let x109 = 2.0 / x108;
    let x110 = 1.0 - x109;
    let x111 = p[149] * x110;
    // brake
    let x112 = y[18] * x111;
    let x113 = p[156] * x55;
    let x114 = p[157] * x67;
    let x115 = x113 + x114;
    let x116 = x115 * x48;
    let x117 = p[158] * y[23];
    let x118 = 1.0 + x117;
    let x119 = x116 * x118;
    let x120 = p[159] * x48;
    let x121 = x120 * x95;
    let x122 = x119 + x121;
    let x123 = p[160] * x13;
    let x124 = x123 * x112;
    // onto_exciter
    let x125 = x122 - x124;
    let x126 = x125 - p[153];
    let x127 = 4.0 * x126;
    let x128 = x127 / p[154];
    let x129 = elementary::exp(x128);
    let x130 = 1.0 + x129;
    let x131 = x130.sqrt();
    let x132 = x131 + 1.0;
    let x133 = 2.0 / x132;
    let x134 = 1.0 - x133;
    // exciter
    let x135 = p[155] * x134;
    let x136 = p[166] * x48;
    let x137 = x136 * x67;
    let x138 = p[164] * x135;
    let x139 = p[165] * y[23];
    let x140 = 1.0 + x139;
    let x141 = x138 * x140;
    let x142 = p[167] * y[23];
    let x143 = 1.0 + x142;
    let x144 = x137 * x143;
    let x145 = x141 + x144;
    let x146 = p[168] * x13;
    let x147 = x146 * x112;
    let x148 = x145 - x147;
    let x149 = x37 - 1.0;
    let x150 = p[169] * x149;
    // onto_projection
    let x151 = x148 - x150;
    let x152 = x151 - p[161];
    let x153 = 4.0 * x152;
    let x154 = x153 / p[162];
    let x155 = elementary::exp(x154);
    let x156 = 1.0 + x155;
    let x157 = x156.sqrt();
    let x158 = x157 + 1.0;
    let x159 = 2.0 / x158;
    let x160 = 1.0 - x159;
    // firing_at
    let x161 = p[163] * x160;
    let x162 = p[145] * y[15];
    let x163 = 1.0 + x162;
    let x164 = x78 * x163;
    let x165 = p[146] * x23;
    let x166 = x165 * x77;
    // onto_relay
    let x167 = x164 - x166;
    let x168 = x167 - p[141];
    let x169 = 4.0 * x168;
    let x170 = x169 / p[142];
    let x171 = elementary::exp(x170);
    let x172 = 1.0 + x171;
    let x173 = x172.sqrt();
    let x174 = x173 + 1.0;
    let x175 = 2.0 / x174;
    let x176 = 1.0 - x175;
    // relay
    let x177 = p[143] * x176;
    let x178 = p[151] * x53;
    let x179 = x178 * x58;
    let x180 = x96 + x179;
    let x181 = p[152] * y[17];
    // onto_brake
    let x182 = x180 + x181;
    let x183 = x182 - p[147];
    let x184 = 4.0 * x183;
    let x185 = x184 / p[148];
    let x186 = elementary::exp(x185);
    let x187 = 1.0 + x186;
    let x188 = x187.sqrt();
    let x189 = x188 + 1.0;
    let x190 = 2.0 / x189;
    let x191 = 1.0 - x190;
    // brake
    let x192 = p[149] * x191;
    let x193 = p[157] * x58;
    let x194 = x113 + x193;
    let x195 = x194 * x53;
    let x196 = p[158] * y[15];
    let x197 = 1.0 + x196;
    let x198 = x195 * x197;
    let x199 = p[159] * x53;
    let x200 = x199 * x177;
    let x201 = x198 + x200;
    let x202 = p[160] * x23;
    let x203 = x202 * x192;
    // onto_exciter
    let x204 = x201 - x203;
    let x205 = x204 - p[153];
    let x206 = 4.0 * x205;
    let x207 = x206 / p[154];
    let x208 = elementary::exp(x207);
    let x209 = 1.0 + x208;
    let x210 = x209.sqrt();
    let x211 = x210 + 1.0;
    let x212 = 2.0 / x211;
    let x213 = 1.0 - x212;
    // exciter
    let x214 = p[155] * x213;
    let x215 = p[166] * x53;
    let x216 = x215 * x58;
    let x217 = p[164] * x214;
    let x218 = p[165] * y[15];
    let x219 = 1.0 + x218;
    let x220 = x217 * x219;
    let x221 = p[167] * y[15];
    let x222 = 1.0 + x221;
    let x223 = x216 * x222;
    let x224 = x220 + x223;
    let x225 = p[168] * x23;
    let x226 = x225 * x192;
    let x227 = x224 - x226;
    let x228 = y[17] - 1.0;
    let x229 = p[169] * x228;
    // onto_projection
    let x230 = x227 - x229;
    let x231 = x230 - p[161];
    let x232 = 4.0 * x231;
    let x233 = x232 / p[162];
    let x234 = elementary::exp(x233);
    let x235 = 1.0 + x234;
    let x236 = x235.sqrt();
    let x237 = x236 + 1.0;
    let x238 = 2.0 / x237;
    let x239 = 1.0 - x238;
    // firing_below
    let x240 = p[163] * x239;
    let x241 = x61 - p[138];
    let x242 = 4.0 * x241;
    let x243 = x242 / p[139];
    let x244 = elementary::exp(x243);
    let x245 = 1.0 + x244;
    let x246 = x245.sqrt();
    let x247 = x246 + 1.0;
    let x248 = 2.0 / x247;
    let x249 = 1.0 - x248;
    // gate
    let x250 = p[140] * x249;
    let x251 = p[144] * x61;
    let x252 = x251 * x163;
    let x253 = x165 * x250;
    // onto_relay
    let x254 = x252 - x253;
    let x255 = x254 - p[141];
    let x256 = 4.0 * x255;
    let x257 = x256 / p[142];
    let x258 = elementary::exp(x257);
    let x259 = 1.0 + x258;
    let x260 = x259.sqrt();
    let x261 = x260 + 1.0;
    let x262 = 2.0 / x261;
    let x263 = 1.0 - x262;
    // relay
    let x264 = p[143] * x263;
    let x265 = p[150] * x61;
    let x266 = x178 * x64;
    let x267 = x265 + x266;
    // onto_brake
    let x268 = x267 + x181;
    let x269 = x268 - p[147];
    let x270 = 4.0 * x269;
    let x271 = x270 / p[148];
    let x272 = elementary::exp(x271);
    let x273 = 1.0 + x272;
    let x274 = x273.sqrt();
    let x275 = x274 + 1.0;
    let x276 = 2.0 / x275;
    let x277 = 1.0 - x276;
    // brake
    let x278 = p[149] * x277;
    let x279 = p[156] * x62;
    let x280 = p[157] * x64;
    let x281 = x279 + x280;
    let x282 = x281 * x53;
    let x283 = x282 * x197;
    let x284 = x199 * x264;
    let x285 = x283 + x284;
    let x286 = x202 * x278;
    // onto_exciter
    let x287 = x285 - x286;
    let x288 = x287 - p[153];
    let x289 = 4.0 * x288;
    let x290 = x289 / p[154];
    let x291 = elementary::exp(x290);
    let x292 = 1.0 + x291;
    let x293 = x292.sqrt();
    let x294 = x293 + 1.0;
    let x295 = 2.0 / x294;
    let x296 = 1.0 - x295;
    // exciter
    let x297 = p[155] * x296;
    let x298 = x215 * x64;
    let x299 = p[164] * x297;
    let x300 = x299 * x219;
    let x301 = x298 * x222;
    let x302 = x300 + x301;
    let x303 = x225 * x278;
    let x304 = x302 - x303;
    // onto_projection
    let x305 = x304 - x229;
    let x306 = x305 - p[161];
    let x307 = 4.0 * x306;
    let x308 = x307 / p[162];
    let x309 = elementary::exp(x308);
    let x310 = 1.0 + x309;
    let x311 = x310.sqrt();
    let x312 = x311 + 1.0;
    let x313 = 2.0 / x312;
    let x314 = 1.0 - x313;
    // firing_with_root
    let x315 = p[163] * x314;
    // activity_at
    let x316 = elementary::hill(x161, p[100], 2.0);
    // activity_below
    let x317 = elementary::hill(x315, p[100], 2.0);
    let x318 = 1.0 - p[0];
    // free_tnf
    let x319 = y[5] * x318;
    let x320 = p[58] * x29;
    let x321 = x320 * p[246];
    let x322 = x321 * y[39];
    let x323 = 1.0 - p[1];
    let x324 = y[9] * x323;
    let x325 = 1.0 + x322;
    // glial_output
    let x326 = x324 / x325;
    let x327 = p[14] * p[249];
    let x328 = x327 * y[12];
    let x329 = p[20] * p[249];
    let x330 = x329 * y[39];
    let x331 = 1.0 - y[1];
    let x332 = p[17] * x331;
    let x333 = p[18] * y[3];
    let x334 = x332 + x333;
    let x335 = p[19] * x326;
    // ros_made
    let x336 = x334 + x335;
    let x337 = p[10] * y[0];
    let x338 = p[11] * y[4];
    let x339 = 1.0 + x338;
    let x340 = x337 * x339;
    let x341 = p[12] * x331;
    let x342 = 1.0 + x328;
    let x343 = x341 * x342;
    let x344 = p[15] * y[2];
    let x345 = x344 * y[1];
    let x346 = p[16] * x336;
    let x347 = p[16] * y[2];
    let x348 = 1.0 + x330;
    let x349 = x347 * x348;
    let x350 = y[8] / p[46];
    let x351 = 1.0 + x350;
    let x352 = p[47] * p[246];
    let x353 = x352 * y[39];
    let x354 = x351 + x353;
    // cytokine_brake
    let x355 = 1.0 / x354;
    let x356 = p[26] * y[0];
    let x357 = p[27] * x319;
    let x358 = elementary::hill(y[0], p[28], 1.0);
    let x359 = x357 * x358;
    // recruiting
    let x360 = x356 + x359;
    let x361 = p[31] * p[246];
    // converting
    let x362 = x361 * y[39];
    let x363 = p[34] * y[3];
    let x364 = p[35] * x326;
    let x365 = x363 + x364;
    let x366 = p[36] * y[10];
    // tnf_made
    let x367 = x365 + x366;
    let x368 = p[38] * y[3];
    let x369 = p[39] * x326;
    let x370 = x368 + x369;
    let x371 = p[40] * y[10];
    // il1_made
    let x372 = x370 + x371;
    let x373 = p[42] * y[3];
    let x374 = p[43] * y[10];
    // il6_made
    let x375 = x373 + x374;
    let x376 = 1.0 - y[3];
    let x377 = x376 - y[4];
    let x378 = x360 * x377;
    let x379 = x378 * x355;
    let x380 = 1.0 + x362;
    let x381 = p[30] * x380;
    let x382 = x381 * y[3];
    let x383 = p[29] * y[3];
    let x384 = p[32] * y[4];
    let x385 = x367 * x355;
    let x386 = x385 - y[5];
    let x387 = p[33] * x386;
    let x388 = x372 * x355;
    let x389 = x388 - y[6];
    let x390 = p[37] * x389;
    let x391 = x375 * x355;
    let x392 = x391 - y[7];
    let x393 = p[41] * x392;
    let x394 = p[45] * y[4];
    let x395 = x394 - y[8];
    let x396 = p[44] * x395;
    let x397 = p[59] * p[246];
    // on_state
    let x398 = x397 * y[39];
    let x399 = p[49] * y[3];
    let x400 = p[50] * x319;
    let x401 = x399 + x400;
    let x402 = p[48] * p[5];
    let x403 = x402 * x401;
    let x404 = p[56] * y[12];
    let x405 = 1.0 + x404;
    // induction
    let x406 = x403 / x405;
    let x407 = elementary::hill(y[9], p[52], 2.0);
    let x408 = p[51] * x407;
    let x409 = p[53] * y[10];
    let x410 = 1.0 + x409;
    // own_loop
    let x411 = x408 * x410;
    let x412 = p[47] * x398;
    let x413 = x351 + x412;
    let x414 = x413.sqrt();
    // calm
    let x415 = 1.0 / x414;
    let x416 = p[67] * p[247];
    let x417 = x416 * y[39];
    let x418 = p[68] * p[247];
    // schwann_effect
    let x419 = elementary::hill(y[38], p[239], 1.0);
    let x420 = x418 * x419;
    let x421 = x417 + x420;
    let x422 = p[69] * p[2];
    // trophic_made
    let x423 = x421 + x422;
    let x424 = x406 + x411;
    let x425 = p[54] * x317;
    let x426 = x424 + x425;
    let x427 = 1.0 - y[9];
    let x428 = x426 * x427;
    let x429 = x428 * x415;
    let x430 = p[55] * y[9];
    let x431 = p[57] * x398;
    let x432 = 1.0 + x431;
    let x433 = x430 * x432;
    let x434 = p[61] * x319;
    let x435 = y[9] + x434;
    let x436 = p[60] * x435;
    let x437 = 1.0 - y[10];
    let x438 = x436 * x437;
    let x439 = p[62] * y[10];
    let x440 = 1.0 + x398;
    let x441 = x439 * x440;
    let x442 = p[64] * x326;
    let x443 = p[65] * y[3];
    let x444 = x442 + x443;
    let x445 = x444 - y[11];
    let x446 = p[63] * x445;
    let x447 = x423 - y[12];
    let x448 = p[66] * x447;
    let x449 = y[3] + y[9];
    let x450 = p[72] * y[12];
    // bdnf_of_all_sources
    let x451 = y[11] + x450;
    let x452 = p[76] * y[12];
    let x453 = p[77] * x451;
    let x454 = x452 + x453;
    let x455 = 1.0 - y[13];
    // late_sign
    let x456 = x454 * x455;
    let x457 = p[80] * y[20];
    let x458 = y[3] + x457;
    let x459 = elementary::hill(x449, p[71], 2.0);
    let x460 = x459 - y[13];
    let x461 = p[70] * x460;
    let x462 = p[73] * x14;
    let x463 = p[75] * p[2];
    let x464 = 1.0 + x463;
    let x465 = x464 + x456;
    let x466 = x462 * x465;
    let x467 = p[74] * x451;
    let x468 = x467 * y[13];
    let x469 = x468 * y[14];
    let x470 = p[78] * x5;
    let x471 = 1.0 + x452;
    let x472 = x470 * x471;
    let x473 = p[79] * x458;
    let x474 = x473 * y[19];
    let x475 = p[90] * x319;
    let x476 = p[91] * y[6];
    let x477 = x475 + x476;
    let x478 = p[92] * x317;
    let x479 = x477 + x478;
    let x480 = p[93] * y[2];
    // synapse_drive_below
    let x481 = x479 + x480;
    let x482 = p[88] * x481;
    let x483 = 1.0 - y[15];
    let x484 = x482 * x483;
    let x485 = p[89] * y[15];
    let x486 = p[94] * y[12];
    let x487 = 1.0 + x486;
    let x488 = p[95] * p[246];
    let x489 = x488 * y[39];
    // synapse_recovery
    let x490 = x487 + x489;
    let x491 = x485 * x490;
    let x492 = p[98] * x477;
    let x493 = p[92] * x316;
    let x494 = x492 + x493;
    let x495 = x494 + x480;
    let x496 = p[99] * y[20];
    // synapse_drive_at
    let x497 = x495 + x496;
    let x498 = p[96] * x497;
    let x499 = 1.0 - y[23];
    let x500 = x498 * x499;
    let x501 = p[97] * y[23];
    let x502 = x501 * x490;
    let x503 = p[103] * x319;
    let x504 = p[104] * y[9];
    let x505 = x503 + x504;
    let x506 = p[105] * y[27];
    // nociceptor_drive_below
    let x507 = x505 + x506;
    let x508 = p[101] * x507;
    let x509 = 1.0 - y[16];
    let x510 = x508 * x509;
    let x511 = p[102] * y[16];
    let x512 = p[114] * p[59];
    let x513 = x512 * p[246];
    let x514 = x513 * y[39];
    // nociceptor_recovery
    let x515 = 1.0 + x514;
    let x516 = x511 * x515;
    let x517 = p[108] * x319;
    let x518 = p[109] * y[3];
    // lesion_irritation
    let x519 = x517 + x518;
    let x520 = p[110] * y[12];
    let x521 = 1.0 + x520;
    let x522 = x519 / x521;
    let x523 = p[129] * y[21];
    // sprout_drive
    let x524 = x523 + y[22];
    let x525 = p[111] * x524;
    let x526 = x522 + x525;
    let x527 = p[6] * x526;
    let x528 = elementary::hill(y[20], p[113], 3.0);
    let x529 = p[112] * x528;
    // nociceptor_drive_at
    let x530 = x527 + x529;
    let x531 = p[106] * x530;
    let x532 = 1.0 - y[20];
    let x533 = x531 * x532;
    let x534 = p[107] * y[20];
    let x535 = x534 * x515;
    let x536 = p[116] * x319;
    let x537 = p[117] * y[2];
    // interneuron_toxicity
    let x538 = x536 + x537;
    let x539 = y[18] - p[118];
    let x540 = x539 / p[201];
    let x541 = elementary::softplus(x540);
    let x542 = p[201] * x541;
    let x543 = p[119] * y[12];
    let x544 = 1.0 - y[18];
    let x545 = x543 * x544;
    let x546 = x538 * x542;
    let x547 = y[3] + y[4];
    let x548 = p[121] * p[4];
    let x549 = elementary::hill(x547, p[122], 1.0);
    let x550 = x548 * x549;
    let x551 = p[123] * y[11];
    let x552 = x551 * y[11];
    let x553 = x552 * y[13];
    // sprout_signal
    let x554 = x550 + x553;
    let x555 = 1.0 - y[21];
    // sprout_room
    let x556 = x555 - y[22];
    let x557 = elementary::hill(y[36], p[240], 1.0);
    let x558 = x419 + x557;
    let x559 = p[127] * p[2];
    let x560 = x559 * y[21];
    let x561 = x560 * y[21];
    let x562 = p[120] * x554;
    let x563 = p[124] * y[12];
    let x564 = 1.0 + x563;
    let x565 = x562 / x564;
    let x566 = x565 * x556;
    let x567 = p[125] * y[21];
    let x568 = p[126] * y[21];
    // fixation
    let x569 = x568 + x561;
    let x570 = p[120] * p[130];
    let x571 = x570 * p[131];
    let x572 = x571 * x558;
    let x573 = x572 * x556;
    let x574 = p[128] * y[22];
    let x575 = p[178] * y[24];
    // central_gain
    let x576 = 1.0 + x575;
    let x577 = elementary::hill(x161, p[175], 2.0);
    let x578 = x161 * x577;
    // felt_at
    let x579 = x578 * x576;
    let x580 = elementary::hill(x240, p[175], 2.0);
    let x581 = x240 * x580;
    // felt_below
    let x582 = x581 * x576;
    let x583 = elementary::hill(x315, p[175], 2.0);
    let x584 = x315 * x583;
    let x585 = x584 * x576;
    // felt_root
    let x586 = x585 - x582;
    let x587 = elementary::hill(y[24], p[180], 2.0);
    // central_generator
    let x588 = p[179] * x587;
    let x589 = p[176] * p[176];
    let x590 = x589 * p[176];
    let x591 = x579 * x579;
    let x592 = x591 * x579;
    let x593 = x590 + x592;
    let x594 = x582 * x582;
    let x595 = x594 * x582;
    let x596 = x593 + x595;
    let x597 = x586 * x586;
    let x598 = x597 * x586;
    let x599 = x596 + x598;
    // felt_total
    let x600 = elementary::pow(x599, 0.3333333333333333);
    let x601 = x600 - p[176];
    let x602 = x601 + x588;
    let x603 = elementary::hill(x602, p[9], 1.0);
    // pain
    let x604 = 10.0 * x603;
    let x605 = x604 / 10.0;
    let x606 = 1.0 - p[171];
    let x607 = x606 * y[25];
    let x608 = p[171] + x607;
    let x609 = p[172] * x605;
    let x610 = 1.0 - x609;
    // control_left
    let x611 = x608 * x610;
    let x612 = p[173] * p[2];
    let x613 = 1.0 - y[17];
    let x614 = x612 * x613;
    let x615 = 1.0 + x614;
    let x616 = 1.0 - p[182];
    let x617 = x616 * y[25];
    let x618 = p[182] + x617;
    let x619 = p[183] * x605;
    let x620 = 1.0 - x619;
    // ability
    let x621 = x618 * x620;
    let x622 = 1.0 - p[2];
    let x623 = p[184] * x622;
    let x624 = 1.0 - x623;
    let x625 = p[186] * y[40];
    let x626 = 1.0 - p[186];
    let x627 = 1.0 - x605;
    let x628 = x626 * x627;
    // well_being
    let x629 = x625 + x628;
    let x630 = x611 * x615;
    let x631 = x630 - y[17];
    let x632 = p[170] * x631;
    let x633 = x605 - y[24];
    let x634 = p[177] * x633;
    let x635 = x621 * x624;
    let x636 = x635 - y[40];
    let x637 = p[181] * x636;
    let x638 = x629 - y[41];
    let x639 = p[185] * x638;
    let x640 = p[187] * x319;
    let x641 = p[188] * y[2];
    // tract_toxicity
    let x642 = x640 + x641;
    let x643 = p[189] * p[4];
    let x644 = 1.0 - x643;
    let x645 = y[25] - x644;
    let x646 = x645 / p[201];
    let x647 = elementary::softplus(x646);
    // tracts_at_risk
    let x648 = p[201] * x647;
    let x649 = p[196] * p[4];
    let x650 = 1.0 - x649;
    let x651 = x650 - y[25];
    let x652 = x651 / p[201];
    let x653 = elementary::softplus(x652);
    // tract_room
    let x654 = p[201] * x653;
    let x655 = p[191] * y[26];
    let x656 = p[192] * p[2];
    let x657 = x655 + x656;
    let x658 = p[193] * p[2];
    let x659 = x658 * y[12];
    // tract_support
    let x660 = x657 + x659;
    let x661 = p[197] * p[248];
    let x662 = x661 * x419;
    let x663 = x642 * x648;
    let x664 = p[190] * x660;
    let x665 = p[195] * y[12];
    let x666 = p[194] + x665;
    let x667 = x664 * x666;
    let x668 = x667 * x654;
    let x669 = x662 + p[198];
    let x670 = 1.0 - y[26];
    let x671 = x669 * x670;
    let x672 = p[199] * x319;
    let x673 = y[26] - p[200];
    let x674 = x673 / p[201];
    let x675 = elementary::softplus(x674);
    let x676 = p[201] * x675;
    let x677 = x672 * x676;
    let x678 = p[8] * y[27];
    let x679 = y[20] + y[16];
    let x680 = p[229] * x679;
    let x681 = p[228] + x680;
    let x682 = p[245] * p[226];
    let x683 = p[230] * y[3];
    let x684 = p[231] * y[9];
    let x685 = x683 + x684;
    // inflamed
    let x686 = elementary::tanh(x685);
    let x687 = p[228] + x686;
    // homing_rate
    let x688 = x682 * x687;
    let x689 = p[245] * p[227];
    // homing_meninges_rate
    let x690 = x689 * x681;
    // hostile_loss
    let x691 = p[234] * x686;
    let x692 = p[244] * p[2];
    let x693 = 1.0 + x692;
    let x694 = p[242] * y[37];
    let x695 = y[36] + x694;
    let x696 = p[243] * y[35];
    // acting_cells
    let x697 = x695 + x696;
    let x698 = x688 * y[35];
    let x699 = x690 * y[35];
    let x700 = p[232] * y[35];
    let x701 = p[233] + x691;
    let x702 = x701 + p[235];
    let x703 = x702 / x693;
    let x704 = x703 * y[36];
    let x705 = p[236] * p[235];
    let x706 = p[237] + x705;
    let x707 = x706 * y[37];
    let x708 = p[238] + x691;
    let x709 = x708 / x693;
    let x710 = x709 * y[38];
    let x711 = elementary::hill(x697, p[240], 1.0);
    let x712 = x711 - y[39];
    let x713 = p[241] * x712;
    // absorbed
    let x714 = p[202] * y[28];
    // habituating
    let x715 = elementary::hill(y[30], p[213], 1.0);
    let x716 = x714 * p[203];
    let x717 = x716 / p[204];
    let x718 = p[205] * y[29];
    let x719 = y[29] - y[30];
    let x720 = p[206] * x719;
    let x721 = elementary::hill(y[30], p[208], 1.0);
    let x722 = x721 - y[31];
    let x723 = p[211] * x722;
    let x724 = x715 - y[32];
    let x725 = p[214] * x724;
    let x726 = x715 - y[33];
    let x727 = p[215] * x726;
    let x728 = p[222] * y[34];
    let x729 = -x340;
    let x730 = x343 - x345;
    let x731 = x346 - x349;
    let x732 = x379 - x382;
    let x733 = x732 - x383;
    let x734 = x382 - x384;
    let x735 = x429 - x433;
    let x736 = x438 - x441;
    let x737 = x466 - x469;
    let x738 = x484 - x491;
    let x739 = x510 - x516;
    let x740 = x545 - x546;
    let x741 = x472 - x474;
    let x742 = x533 - x535;
    let x743 = x566 - x567;
    let x744 = x743 - x569;
    let x745 = x569 + x573;
    let x746 = x745 - x574;
    let x747 = x500 - x502;
    let x748 = x668 - x663;
    let x749 = x671 - x677;
    let x750 = -x678;
    let x751 = p[3] - x714;
    let x752 = x717 - x718;
    let x753 = -x728;
    let x754 = x698 + x699;
    let x755 = x754 + x700;
    let x756 = -x755;
    let x757 = x698 - x704;
    let x758 = x699 - x707;
    let x759 = -x710;
    out[0] = x729;
    out[1] = x730;
    out[2] = x731;
    out[3] = x733;
    out[4] = x734;
    out[5] = x387;
    out[6] = x390;
    out[7] = x393;
    out[8] = x396;
    out[9] = x735;
    out[10] = x736;
    out[11] = x446;
    out[12] = x448;
    out[13] = x461;
    out[14] = x737;
    out[15] = x738;
    out[16] = x739;
    out[17] = x632;
    out[18] = x740;
    out[19] = x741;
    out[20] = x742;
    out[21] = x744;
    out[22] = x746;
    out[23] = x747;
    out[24] = x634;
    out[25] = x748;
    out[26] = x749;
    out[27] = x750;
    out[28] = x751;
    out[29] = x752;
    out[30] = x720;
    out[31] = x723;
    out[32] = x725;
    out[33] = x727;
    out[34] = x753;
    out[35] = x756;
    out[36] = x757;
    out[37] = x758;
    out[38] = x759;
    out[39] = x713;
    out[40] = x637;
    out[41] = x639;
}
